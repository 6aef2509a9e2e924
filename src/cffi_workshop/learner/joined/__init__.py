"""The learner's side of a room: what has joined tells of its checks.

membership.py   which room it is; reports.py   what is told of a check, help, or shared lines
outbox.py       everything is put on the disk first, and taken off when the room has it
wire.py         one request to the room; telling.py   what happens after a check
sender.py       sends what waits, in the background
"""
