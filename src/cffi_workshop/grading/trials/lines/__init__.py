"""Two lines, or more: alike, in another order, or in another block.

alike.py        a slip in both of two lines; siblings.py: x and y, left and right
moved.py        a statement of a script elsewhere (read_before.py: a value is kept until then);
                c_statements.py one of C; in_blocks.py: by the blocks of the solution
copied_line.py  what is missing beside one like it
"""
