"""One file an event that webhooks can be told of."""
