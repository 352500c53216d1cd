"""How an issue is sent: what a transport is, the message, the ledger's loop, and a file for each transport."""
