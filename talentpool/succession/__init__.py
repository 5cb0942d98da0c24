"""Who could succeed whom: posts, holders, candidates in rank, gaps and risks."""
