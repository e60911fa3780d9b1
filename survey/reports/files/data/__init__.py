"""Data files: written with the weight added, or in another format."""
