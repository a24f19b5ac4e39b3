//! The library's log about a request, for the page that sent it.

use std::cell::RefCell;
use std::fmt::{self, Write as _};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

thread_local! {
    /// The events of this thread since the last call of `take`, one text for each.
    static EVENTS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Listens to the library's events at the level DEBUG. Errors go to standard error too.
pub fn listen() {
    tracing::subscriber::set_global_default(Listener).expect("nothing else listens");
}

/// Returns the events of this thread since the last call.
pub(crate) fn take() -> Vec<String> {
    EVENTS.take()
}

/// A subscriber for the events of the library.
struct Listener;

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let target = metadata.target();
        !metadata.is_span()
            && *metadata.level() <= Level::DEBUG
            && (target == "route_cors" || target.starts_with("route_cors::"))
    }

    fn event(&self, event: &Event<'_>) {
        let level = *event.metadata().level();
        let mut line = Line::default();
        event.record(&mut line);
        let text = format!("{level} {}{}", line.message, line.fields);
        if level == Level::ERROR {
            eprintln!("{text}");
        }
        EVENTS.with_borrow_mut(|events| events.push(text));
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// An event as text: the message, then one line for each field.
#[derive(Default)]
struct Line {
    message: String,
    fields: String,
}

impl Visit for Line {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "message" => value.clone_into(&mut self.message),
            name => write!(self.fields, "\n{name}: {value}").expect("a string accepts every text"),
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.record_str(field, &format!("{value:?}"));
    }
}
