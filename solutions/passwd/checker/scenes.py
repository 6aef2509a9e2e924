"""How the checker looks for what book() leaves in memory."""

SIZE = 20_000  # so that a name outweighs whatever Python itself keeps


def still_held(stage):
    """Return how many of eight long names are still in memory after book() was done with them."""

    def call(number):
        account = {"user": chr(ord("a") + number) * SIZE, "history": [0.0] * 4}
        stage.script.book(account | {"disk": {"used": 0, "limit": 9}}, 1)

    return stage.kept(call, SIZE)
