"""Uses the filtered stream with tweepy as it comes from PyPI, and prints what it saw as one JSON object.

usage: tweepy_client.py BASE_URL COUNT [SECONDS]

The consumer key and secret come in the environment variables CONSUMER_KEY and CONSUMER_SECRET. Gets a bearer token,
adds rules, adds one of them again, reads COUNT posts, deletes a rule. Only the base address differs from what tweepy
does by itself: it has no setting for it, so the HTTP library under it sends what goes to X to BASE_URL.
"""

import json
import os
import sys
import threading

import requests
import tweepy

X = "https://api.twitter.com"


def go_to(base):
    """Lets every request for X go to another base address."""
    request = requests.Session.request

    def redirected(session, method, url, **kwargs):
        return request(session, method, url.replace(X, base, 1), **kwargs)

    requests.Session.request = redirected


class Stream(tweepy.StreamingClient):
    """Keeps the posts, as tweepy parsed them, until there are enough."""

    def __init__(self, token, count):
        super().__init__(token, max_retries=0)
        self.count = count
        self.posts = []
        self.keep_alives = 0
        self.failures = []

    def on_response(self, response):
        self.posts.append({
            "id": str(response.data.id),
            "text": response.data.text,
            "created_at": response.data.created_at.isoformat(),
            "authors": [user.username for user in response.includes.get("users", [])],
            "rules": [rule.tag for rule in response.matching_rules],
            "errors": len(response.errors),
        })
        if len(self.posts) == self.count:
            self.disconnect()

    def on_keep_alive(self):
        self.keep_alives += 1

    def on_request_error(self, status_code):
        self.failures.append(status_code)

    def on_exception(self, exception):
        self.failures.append(repr(exception))


def rule(rule):
    return {"id": rule.id, "value": rule.value, "tag": rule.tag}


def main():
    base, count = sys.argv[1], int(sys.argv[2])
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 30.0
    go_to(base)
    # A client that waits for ever would keep the test from telling why.
    watchdog = threading.Timer(seconds, os._exit, [3])
    watchdog.daemon = True
    watchdog.start()

    key, secret = os.environ["CONSUMER_KEY"], os.environ["CONSUMER_SECRET"]
    try:
        tweepy.OAuth2AppHandler(key, secret + "-wrong")
        refused = None
    except tweepy.TweepyException as error:
        refused = str(error)
    token = tweepy.OAuth2AppHandler(key, secret)._bearer_token

    stream = Stream(token, count)
    added = stream.add_rules([tweepy.StreamRule("olympics", "games"), tweepy.StreamRule("san jose", "town")])
    duplicate = stream.add_rules(tweepy.StreamRule("olympics", "again"))
    invalid = stream.add_rules(tweepy.StreamRule("(olympics", "broken"))
    stream.filter(tweet_fields=["created_at", "lang"], expansions=["author_id"])

    games = next(rule.id for rule in added.data if rule.tag == "games")
    deleted = stream.delete_rules(games)
    print(json.dumps({
        "version": tweepy.__version__,
        "refused": refused,
        "added": [rule(added) for added in added.data],
        "duplicate": {"data": duplicate.data, "errors": duplicate.errors, "summary": duplicate.meta["summary"]},
        "invalid": invalid.errors,
        "posts": stream.posts,
        "keep_alives": stream.keep_alives,
        "failures": stream.failures,
        "deleted": deleted.meta["summary"],
        "left": [rule(left) for left in stream.get_rules().data],
    }))


main()
