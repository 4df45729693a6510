"""The worklist of pairs that seem to be one."""
