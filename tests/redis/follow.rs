use std::time::Duration;

use futures_util::StreamExt as _;
use redis::{AsyncCommands as _, Client, RedisResult};
use route_cors::OriginSet;
use tokio::time::timeout;

/// Keeps a set equal to the Redis set `tenants`, until a connection ends.
async fn follow(set: &OriginSet, client: &Client) -> RedisResult<()> {
    let mut channel = client.get_async_pubsub().await?;
    channel.subscribe("tenants").await?;
    let mut changes = channel.into_on_message();
    let mut server = client.get_multiplexed_async_connection().await?;
    loop {
        let origins: Vec<String> = server.smembers("tenants").await?;
        if let Err(error) = set.replace(&origins) {
            tracing::error!("the tenants stay as they were: {error}");
        }
        // Redis keeps no message for a client that is away, so read again each minute.
        if let Ok(None) = timeout(Duration::from_secs(60), changes.next()).await {
            return Ok(());
        }
    }
}
