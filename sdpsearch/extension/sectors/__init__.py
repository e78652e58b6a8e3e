"""The face that the charges of a Choi operator leave: many small blocks, no large one."""
