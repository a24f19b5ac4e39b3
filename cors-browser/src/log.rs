//! Reads what an application logs about CORS while it handles a request.
//!
//! A browser sees only the response. A library that decides about CORS knows more: which policy decided, and why. If it
//! logs that through `tracing`, the log answers the question that a failed test asks.

use std::{
    fmt,
    future::{Future, poll_fn},
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
};

use tracing::{
    Dispatch, Event, Level, Metadata, Subscriber,
    dispatcher::{get_default, with_default},
    field::{Field, Visit},
    span::{Attributes, Id, Record},
    subscriber::Interest,
};

/// The target of the events that are read, and of those below it.
const TARGET: &str = "route_cors";

/// An event that an application logged, through [`tracing`](https://docs.rs/tracing) with the target `route_cors`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEvent {
    level: &'static str,
    message: String,
    fields: Vec<(&'static str, String)>,
}

impl LogEvent {
    /// Returns the level, such as `DEBUG`.
    #[must_use]
    pub fn level(&self) -> &'static str {
        self.level
    }

    /// Returns the message.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the value of a field, such as `reason` or `fix`. An empty value counts as missing.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        let (_, value) = self.fields.iter().find(|(other, _)| *other == name)?;
        Some(value.as_str()).filter(|value| !value.is_empty())
    }

    fn of(event: &Event<'_>) -> Self {
        let mut log = Self {
            level: event.metadata().level().as_str(),
            message: String::new(),
            fields: Vec::new(),
        };
        event.record(&mut log);
        log
    }
}

impl Visit for LogEvent {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "message" => value.clone_into(&mut self.message),
            name => self.fields.push((name, value.to_owned())),
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.record_str(field, &format!("{value:?}"));
    }
}

/// Runs `future` and returns what was logged meanwhile, besides its result. Other subscribers get the events as usual.
pub(super) async fn listen<F: Future>(future: F) -> (F::Output, Vec<LogEvent>) {
    let events = Arc::new(Mutex::new(Vec::new()));
    let listener = Dispatch::new(Listener {
        outer: get_default(Dispatch::clone),
        events: Arc::clone(&events),
    });
    let mut future = pin!(future);
    let output = poll_fn(|context| with_default(&listener, || future.as_mut().poll(context))).await;
    let events = std::mem::take(&mut *events.lock().unwrap_or_else(PoisonError::into_inner));
    (output, events)
}

/// A subscriber that keeps events about CORS and passes everything on to the subscriber around it.
struct Listener {
    outer: Dispatch,
    events: Arc<Mutex<Vec<LogEvent>>>,
}

impl Listener {
    fn is_about_cors(metadata: &Metadata<'_>) -> bool {
        let rest = metadata.target().strip_prefix(TARGET);
        // `enabled!` asks with metadata that are neither an event's nor a span's.
        !metadata.is_span()
            && *metadata.level() <= Level::DEBUG
            && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    }
}

impl Subscriber for Listener {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if Self::is_about_cors(metadata) {
            Interest::always()
        } else {
            Interest::sometimes()
        }
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        Self::is_about_cors(metadata) || self.outer.enabled(metadata)
    }

    fn event(&self, event: &Event<'_>) {
        let metadata = event.metadata();
        if Self::is_about_cors(metadata) {
            let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
            events.push(LogEvent::of(event));
        }
        if self.outer.enabled(metadata) {
            self.outer.event(event);
        }
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.outer.new_span(span)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        self.outer.record(span, values);
    }

    fn record_follows_from(&self, span: &Id, follows: &Id) {
        self.outer.record_follows_from(span, follows);
    }

    fn enter(&self, span: &Id) {
        self.outer.enter(span);
    }

    fn exit(&self, span: &Id) {
        self.outer.exit(span);
    }

    fn clone_span(&self, span: &Id) -> Id {
        self.outer.clone_span(span)
    }

    fn try_close(&self, span: Id) -> bool {
        self.outer.try_close(span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn events_about_cors_are_kept() {
        let ((), events) = listen(async {
            tracing::debug!(target: "route_cors", reason = "port_differs", fix = %"add the port", empty = "", "refused");
            tracing::error!(target: "route_cors::actix", count = 2, "wired wrongly");
            tracing::trace!(target: "route_cors", "too fine");
            assert!(tracing::enabled!(target: "route_cors", tracing::Level::DEBUG));
            assert!(!tracing::enabled!(target: "route_cors", tracing::Level::TRACE));
            tracing::error!(target: "route_corset", "another crate");
            tracing::error!("this crate");
        })
        .await;
        let shown: Vec<_> = events
            .iter()
            .map(|event| (event.level(), event.message(), event.field("reason")))
            .collect();
        assert_eq!(
            shown,
            [
                ("DEBUG", "refused", Some("port_differs")),
                ("ERROR", "wired wrongly", None),
            ]
        );
        assert_eq!(events[0].field("fix"), Some("add the port"));
        assert_eq!(events[0].field("empty"), None);
        assert_eq!(events[1].field("count"), Some("2"));
    }

    #[actix_web::test]
    async fn the_subscriber_around_it_gets_its_events() {
        let (((), inner), outer) = listen(async {
            tracing::warn!(target: "route_cors", "before");
            let heard = listen(async { tracing::warn!(target: "route_cors", "inside") }).await;
            tracing::warn!(target: "route_cors", "after");
            heard
        })
        .await;
        let messages = |events: &[LogEvent]| -> Vec<String> {
            events
                .iter()
                .map(|event| event.message().to_owned())
                .collect()
        };
        assert_eq!(messages(&inner), ["inside"]);
        assert_eq!(messages(&outer), ["before", "inside", "after"]);
    }
}
