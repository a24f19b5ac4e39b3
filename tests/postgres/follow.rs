use std::future::poll_fn;

use route_cors::OriginSet;
use tokio::sync::mpsc;
use tokio_postgres::{AsyncMessage, Error, NoTls, connect};

/// Keeps a set equal to the table, until the connection ends.
async fn follow(set: &OriginSet, server: &str) -> Result<(), Error> {
    let (client, mut connection) = connect(server, NoTls).await?;
    // Room for one: after any number of changes, one read of the table is enough.
    let (sender, mut changes) = mpsc::channel(1);
    let connection = tokio::spawn(async move {
        while let Some(message) = poll_fn(|task| connection.poll_message(task)).await {
            if let AsyncMessage::Notification(_) = message? {
                let _ = sender.try_send(());
            }
        }
        Ok(())
    });
    client.batch_execute("LISTEN tenants").await?;
    loop {
        let rows = client.query("SELECT origin FROM tenants", &[]).await?;
        if let Err(error) = set.replace(rows.iter().map(|row| row.get::<_, &str>(0))) {
            tracing::error!("the tenants stay as they were: {error}");
        }
        if changes.recv().await.is_none() {
            return connection.await.unwrap_or(Ok(()));
        }
    }
}
