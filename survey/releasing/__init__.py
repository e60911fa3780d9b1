"""Answers made fit to be given away: what goes, what becomes coarser, how easily somebody is told."""
