"""What commands share: their options, how they find and open a study, how output leaves the program."""
