//! Instructions and allocations of one request.

use std::fmt;

use actix_http::Request;
use actix_service::{IntoServiceFactory, Service, ServiceFactory};
use actix_web::{
    Error,
    body::MessageBody,
    dev::{AppConfig, ServiceResponse},
    rt::System,
    test::init_service,
};

use crate::{
    callgrind::{Cost, cost, count},
    contenders::{Contender, Visitor},
    requests::Kind,
};

const WARM_UP: usize = 200;
const REQUESTS: u32 = 2000;

/// The places of the handler: a path, and a pattern, which actix-web matches by a regular expression.
const PLACES: &[(&str, &str)] = &[("/orders", "/orders"), ("/orders/{id}", "/orders/7")];

/// Runs in the process under callgrind: an application answers requests of one kind.
pub(crate) fn run(contender: &str, path: &str, kind: &str) {
    let (contender, kind) = (Contender::named(contender), Kind::named(kind));
    let (_, path) = PLACES.iter().find(|place| place.1 == path).expect("a path");
    let count = Count { path, kind };
    match *path {
        "/orders" => contender.on_a_path(count),
        _ => contender.on_a_pattern(count),
    }
}

struct Count {
    path: &'static str,
    kind: Kind,
}

impl Visitor for Count {
    fn visit<F, I, S, B>(self, application: F)
    where
        F: Fn() -> I + Clone + Send + 'static,
        I: IntoServiceFactory<S, Request>,
        S: ServiceFactory<
                Request,
                Config = AppConfig,
                Response = ServiceResponse<B>,
                Error = Error,
            > + 'static,
        S::InitError: fmt::Debug,
        S::Service: 'static,
        <S::Service as Service<Request>>::Future: 'static,
        B: MessageBody + 'static,
    {
        let system = System::new();
        let service = system.block_on(init_service(application()));
        let send = |requests: Vec<Request>| {
            system.block_on(async {
                for request in requests {
                    drop(service.call(request).await);
                }
            });
        };
        send(self.kind.requests(self.path, WARM_UP));
        let mut requests = Some(self.kind.requests(self.path, REQUESTS as usize));
        count(|| requests.take().into_iter().for_each(send));
    }
}

/// Prints a table for each place.
pub(crate) fn print() {
    for (pattern, path) in PLACES {
        let cell = |contender: Contender, kind: Kind| {
            let (contender, kind) = (format!("{contender:?}"), format!("{kind:?}"));
            cost(&["count", &contender, path, &kind])
        };
        let row = |contender: &Contender| {
            let kinds = Kind::ALL.iter();
            kinds.map(|(kind, _)| cell(*contender, *kind)).collect()
        };
        let Some(rows) = Contender::ALL
            .iter()
            .map(row)
            .collect::<Option<Vec<Vec<Cost>>>>()
        else {
            println!("valgrind is missing: no instructions are counted");
            return;
        };
        println!("\n{pattern}: instructions; below a bare handler, what is added to it");
        table(&rows, |cost| cost.instructions);
        println!("\n{pattern}: allocations, likewise");
        table(&rows, |cost| cost.allocations);
    }
}

fn table(rows: &[Vec<Cost>], of: fn(&Cost) -> u32) {
    print!("{:<24}", "");
    for (_, head) in Kind::ALL {
        print!("{head:>13}");
    }
    println!();
    let each = |cost| f64::from(of(cost)) / f64::from(REQUESTS);
    let mut bare = &rows[0];
    for (contender, row) in Contender::ALL.iter().zip(rows) {
        print!("{:<24}", contender.row());
        if contender.is_bare() {
            bare = row;
            for cost in row {
                print!("{:>13.1}", each(cost));
            }
        } else {
            for (own, bare) in row.iter().zip(bare) {
                print!("{:>+13.1}", each(own) - each(bare));
            }
        }
        println!();
    }
}
