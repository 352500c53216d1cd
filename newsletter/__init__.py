"""What an issue of the newsletter is, and how it is sent. Nothing in here imports Prefect."""
