"""From what was read in all messages to what each unit has sent: attribution, roles, renditions, matching. Pure."""
