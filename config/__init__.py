"""What we want: settings of an installation, campaigns, and the register of units."""
