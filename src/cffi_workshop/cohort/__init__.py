"""Grading a course: from a folder of hand-ins to a gradebook.

command.py      `workshop grade` from beginning to end (progress.py); by_hand.py: show, adjust
write.py        everything that comes out of a book, into its folder; changes.py: whose points a run
                of the checks changed
platforms/      grades as Moodle, Canvas, Brightspace and Blackboard take them back
pages/          the page of the class, and of each person
engines/        the hand-ins, graded: on this machine, on the nodes of a cluster
intake/         who handed in what: how hand-ins lie in what a platform hands out
points/         what counts how much, and where everybody stands
book/           everything that was handed in and found, in one SQLite file
hand_ins/       the files of a hand-in, out of folders and archives
roster/         who is in the course
nbgrader/       an exercise as an assignment of nbgrader

What stands higher in this list imports what stands lower, and not the other way round.
"""
