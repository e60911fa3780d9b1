"""All results of studies, series and publications, written."""
