//! The forms at the desk: facts are read for a form and what was typed into it, the form's own rules
//! say what shows and which command a button makes. Both doors fill the same drafts.

use std::collections::BTreeMap;

use super::refund_facts::{self, Base, require_refund};
use super::stock::reasons;
use super::{
    Desk, coupon_forms, customers, load_user, order_forms, posting, program_forms, refund, settings, views,
};
use crate::domain::accounting::draft_accounting_date;
use crate::domain::bulk::Bulk;
use crate::domain::command::{Command, CouponRequest, Credit};
use crate::domain::error::{Error, Result};
use crate::domain::form::{Choice, Choices, Draft, FieldId, FieldKind, Resolved};
use crate::domain::ids::{CustomerId, InvoiceId, TicketId, UserId};
use crate::domain::product::Tracking;
use crate::domain::wizard::refund::Submit;
use crate::domain::wizard::{
    Button, Form, approval as approval_form, bulk as bulk_form, count as count_form, coupon as coupon_form,
    customer as customer_form, document, letter as letter_form, merge as merge_form, refund as refund_form,
    ticket,
};
use crate::store::tag::{self, Tagged};
use crate::store::{Read, catalog, choices, customer, order, team, ticket_type, user};
use crate::text::Words;

/// A form as it shows now.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Its fields.
    pub resolved: Resolved,
    /// The rows that its pickers hold.
    pub picked: BTreeMap<FieldId, Vec<Choice>>,
    /// Version of what it changes, where that is one thing.
    pub version: Option<i64>,
    /// The documents that it is made from, with the versions that were seen.
    pub seen: Vec<(String, i64)>,
    /// What its credit notes come to.
    pub sums: Vec<refund_form::Sum>,
}

/// The facts of a form, of whichever kind.
pub(super) enum Facts {
    Refund(Box<refund_form::Facts>),
    Ticket(Box<ticket::Facts>),
    /// The form's rules need no more than the ticket itself.
    Little,
    Document(Box<document::Facts>),
    Customer(Box<customer_form::Facts>),
    Order(Box<crate::domain::wizard::order::Facts>),
    Enter(Box<crate::domain::wizard::order_coupon::Facts>),
    Program(Box<crate::domain::wizard::program::Facts>),
    Coupon(Box<coupon_form::Facts>),
    Return(Box<crate::domain::wizard::returns::Facts>),
    Validate(Box<crate::domain::wizard::validation::Facts>),
    Reason(Option<Box<crate::domain::stock::ReasonView>>),
    Repair(Box<crate::domain::wizard::repair::Facts>),
    Task(Box<crate::domain::wizard::task::Facts>),
    Sheet(Box<crate::domain::wizard::worksheet::Facts>),
    Project(Box<crate::domain::wizard::project::ProjectFacts>),
    Template(Option<Box<crate::domain::worksheet::Template>>),
    Team(Box<crate::domain::wizard::team::Facts>),
    User(Box<crate::domain::wizard::user::Facts>),
    Record(Box<crate::domain::wizard::record::Facts>),
    Approval(crate::domain::wizard::approval::Facts),
    Count(Box<count_form::Facts>),
    Bulk(Box<bulk_form::Facts>),
    Merge(crate::domain::wizard::merge::Facts),
    /// No more than the version of what the form is about.
    Versioned(i64),
}

impl Facts {
    fn seen(&self) -> Vec<(String, i64)> {
        match self {
            Self::Refund(facts) => {
                let invoices = facts.invoices.iter().map(|i| &i.creditable.invoice);
                invoices.map(|i| (i.label(), i.version)).collect()
            }
            Self::Document(facts) => vec![(facts.document.label(), facts.document.version)],
            Self::Validate(facts) => vec![(facts.transfer.number.clone(), facts.transfer.version)],
            Self::Return(facts) => {
                facts.deliveries.iter().map(|d| (d.transfer.number.clone(), d.transfer.version)).collect()
            }
            Self::Bulk(_) => vec![],
            Self::Ticket(_) | Self::Customer(_) | Self::Coupon(_) | Self::Little => vec![],
            Self::Reason(_) | Self::Repair(_) => vec![],
            Self::Task(_) | Self::Sheet(_) | Self::Project(_) | Self::Template(_) => vec![],
            Self::Versioned(_) | Self::Team(_) | Self::User(_) | Self::Record(_) => vec![],
            Self::Approval(approval_form::Facts::Decided(of)) => vec![(of.document.clone(), of.version)],
            Self::Count(of) => {
                of.version.map(|version| (of.product.sku.clone(), version)).into_iter().collect()
            }
            Self::Approval(_) | Self::Merge(_) => vec![],
            Self::Order(_) | Self::Enter(_) | Self::Program(_) => vec![],
        }
    }
}

impl Desk {
    /// What a form shows for a draft.
    pub fn form(&mut self, form: &Form, draft: &Draft) -> Result<Shown> {
        let draft = &self.without_hidden(form, draft)?;
        let (today, words) = (self.today()?, &Words::new(self.words.language()));
        self.with_form(form, draft, |read, facts, resolved| {
            let mut picked = BTreeMap::new();
            for field in &resolved.fields {
                if let FieldKind::Picker { choices: of, .. } = &field.kind {
                    let rows = choices::named(read, of.of, field.value.picked())?;
                    let rows = order_forms::described(read, of, rows, today)?;
                    picked.insert(field.id.clone(), reasons::in_language(of.of, rows, words));
                }
            }
            let version = match facts {
                Facts::Ticket(f) => f.ticket.as_ref().map(|t| t.version),
                Facts::Document(f) => Some(f.document.version),
                Facts::Customer(f) => f.customer.as_ref().map(|c| c.version),
                Facts::Order(f) => f.order.as_ref().map(|o| o.version),
                Facts::Enter(f) => Some(f.version),
                Facts::Program(f) => f.program.as_ref().map(|p| p.version),
                Facts::Validate(f) => Some(f.transfer.version),
                Facts::Reason(r) => r.as_ref().map(|r| r.version),
                Facts::Repair(f) => f.repair.as_ref().map(|r| r.version),
                Facts::Task(f) => f.task.as_ref().map(|t| t.version),
                Facts::Sheet(f) => Some(f.version),
                Facts::Project(f) => f.project.as_ref().map(|p| p.version),
                Facts::Template(t) => t.as_ref().map(|t| t.version),
                Facts::Versioned(version) => Some(*version),
                Facts::Team(f) => f.team.as_ref().map(|t| t.version),
                Facts::User(f) => f.user.as_ref().map(|u| u.version),
                Facts::Record(f) => f.record.as_ref().map(|r| r.version),
                Facts::Approval(approval_form::Facts::Asked(version)) => Some(*version),
                Facts::Approval(approval_form::Facts::Decided(of)) => Some(of.version),
                Facts::Merge(f) => Some(f.version),
                Facts::Bulk(_) => None,
                Facts::Return(_) => None,
                Facts::Refund(_) | Facts::Coupon(_) | Facts::Count(_) | Facts::Little => None,
            };
            let (mut resolved, mut sums) = (resolved.clone(), vec![]);
            if let Facts::Refund(facts) = facts {
                sums = foresee(facts, draft, &mut resolved);
            }
            Ok(Shown { resolved, picked, version, seen: facts.seen(), sums })
        })
    }

    /// What the Refund wizard knows and shows for a draft, from a ticket that offers it.
    pub fn refund_form(&mut self, ticket: TicketId, draft: &Draft) -> Result<(refund_form::Facts, Resolved)> {
        self.with_form(&Form::Refund(ticket), draft, |_, facts, resolved| match facts {
            Facts::Refund(facts) => Ok(((**facts).clone(), resolved.clone())),
            _ => Err(crate::store::driver::damaged("form")),
        })
    }

    /// The command that a button makes of a draft, or every field that is wrong. What the person saw
    /// must still stand.
    pub fn command(
        &mut self,
        form: &Form,
        draft: &Draft,
        button: Button,
        shown: Option<&Shown>,
    ) -> Result<Command> {
        let draft = &self.without_hidden(form, draft)?;
        self.with_form(form, draft, |read, facts, resolved| {
            let stands = |seen: &(String, i64)| shown.is_none_or(|shown| shown.seen.contains(seen));
            match facts.seen().into_iter().find(|seen| !stands(seen)) {
                Some((document, _)) => Err(Error::Stale { document }),
                None => command(read, form, facts, draft, resolved, button),
            }
        })
    }

    /// The form that a button leads to, instead of a command: the message that sends a coupon.
    pub fn next_form(&mut self, form: &Form, draft: &Draft, button: Button) -> Result<Option<Form>> {
        let (Form::Coupon(_), Button::SendByEmail) = (form, button) else { return Ok(None) };
        self.with_form(form, draft, |_, facts, resolved| match facts {
            Facts::Coupon(facts) => {
                let asked = coupon_form::parse(facts, draft, resolved).map_err(Error::Fields)?;
                Ok(Some(Form::MailCoupon(asked.ticket, asked.program, asked.until)))
            }
            _ => Ok(None),
        })
    }

    /// A page of the rows that a picker offers: those that match what was typed, after a row.
    pub fn choices(
        &mut self,
        of: &Choices,
        typed: &str,
        after: Option<i64>,
        limit: i64,
    ) -> Result<Vec<Choice>> {
        let (actor, today, words) = (self.actor_id()?, self.today()?, &Words::new(self.words.language()));
        self.store.read(|read| {
            let actor = load_user(read, actor)?;
            let rows = choices::page(read, of, super::reads::visible_teams(&actor), typed, after, limit)?;
            let rows = order_forms::described(read, of, rows, today)?;
            Ok(reasons::in_language(of.of, rows, words))
        })
    }

    /// A draft as its form counts it: what was typed into fields that do not show any more waits, untold,
    /// until they show again. The command line has no such fields: there a hidden flag is an error.
    fn without_hidden(&mut self, form: &Form, draft: &Draft) -> Result<Draft> {
        let mut counted = draft.clone();
        if draft.is_dirty() {
            let hidden = self.with_form(form, draft, |_, _, resolved| Ok(resolved.hidden(draft)))?;
            hidden.into_iter().for_each(|field| counted.untouch(field));
        }
        Ok(counted)
    }

    fn with_form<T>(
        &mut self,
        form: &Form,
        draft: &Draft,
        then: impl FnOnce(&Read<'_>, &Facts, &Resolved) -> Result<T>,
    ) -> Result<T> {
        let (actor, clock) = (self.actor_id()?, self.clock);
        self.store.read(|read| {
            let settings = settings(read)?;
            let today = clock.today(&settings);
            let (facts, resolved) = match form {
                Form::Refund(id) => {
                    let of = refund::find_ticket(read, *id)?;
                    require_refund(read, &load_user(read, actor)?, &of)?;
                    let base = Base { ticket: &of, settings: &settings, today };
                    let facts = refund_facts::for_draft(read, base, draft)?;
                    let resolved = refund_form::resolve(&facts, draft);
                    (Facts::Refund(Box::new(facts)), resolved)
                }
                Form::NewTicket | Form::EditTicket(_) => {
                    let facts = ticket_facts(read, form, draft, actor)?;
                    let resolved = ticket::resolve(&facts, draft);
                    (Facts::Ticket(Box::new(facts)), resolved)
                }
                Form::Assign(id) | Form::Stage(id) | Form::Note(id) => {
                    let of = seen_ticket(read, *id, actor)?;
                    let resolved = match form {
                        Form::Assign(_) => ticket::resolve_assign(&of, draft),
                        Form::Stage(_) => ticket::resolve_stage(&of, draft),
                        _ => ticket::resolve_note(of.id, draft),
                    };
                    (Facts::Little, resolved)
                }
                Form::EditDraft(id) | Form::Pay(id) | Form::Allocate(id) => {
                    let facts = document_facts(read, *id, draft, today, settings.lock_date)?;
                    let resolved = match form {
                        Form::EditDraft(_) => document::resolve_draft(&facts, draft),
                        Form::Pay(_) => document::resolve_pay(&facts, draft),
                        _ => document::resolve_allocate(&facts, draft),
                    };
                    (Facts::Document(Box::new(facts)), resolved)
                }
                Form::NewCustomer(_) | Form::EditCustomer(_) => {
                    let facts = customer_facts(read, form, draft)?;
                    let resolved = customer_form::resolve(&facts, draft);
                    (Facts::Customer(Box::new(facts)), resolved)
                }
                Form::NewOrder(_) | Form::EditOrder(_) | Form::ApplyCoupon(_) | Form::RemoveCoupon(_) => {
                    order_forms::resolve(read, form, draft, today)?
                }
                Form::NewProgram | Form::EditProgram(_) | Form::Rule(..) | Form::Reward(..) => {
                    program_forms::resolve(read, form, draft, &load_user(read, actor)?)?
                }
                Form::Coupon(_)
                | Form::MailCoupon(..)
                | Form::MailOrder(_)
                | Form::Reply(_)
                | Form::RevokeCoupon(_) => {
                    coupon_forms::resolve(read, form, draft, (actor, &settings, clock.now()))?
                }
                Form::Return(_) | Form::Validate(_) | Form::ReturnReason(_) => {
                    super::stock::forms::resolve(read, form, draft, actor)?
                }
                Form::Repair(_) | Form::EditRepair(_) => {
                    super::repair::forms::resolve(read, form, draft, actor, today)?
                }
                Form::Task(_)
                | Form::EditTask(_)
                | Form::TaskStage(_)
                | Form::FillTask(_)
                | Form::SignTask(_)
                | Form::NewProject
                | Form::EditProject(_)
                | Form::NewTemplate
                | Form::EditTemplate(_)
                | Form::SheetField(..) => {
                    super::field_service::forms::resolve(read, form, draft, actor, clock.now())?
                }
                Form::Team(_) | Form::User(_) | Form::Record(..) => {
                    super::settle_forms::resolve(read, form, draft, actor)?
                }
                Form::RequestApproval(id) => {
                    let draft_of = posting::find(read, *id)?;
                    super::access::require_draft(&load_user(read, actor)?, &draft_of)?;
                    let version = draft_of.version;
                    let facts = Facts::Approval(approval_form::Facts::Asked(version));
                    (facts, approval_form::resolve_request(draft))
                }
                Form::Merge(id) | Form::MergeHere(id) => {
                    let facts = super::merge::facts(read, *id, &load_user(read, actor)?)?;
                    let resolved = match form {
                        Form::Merge(_) => merge_form::resolve_into(&facts, draft),
                        _ => merge_form::resolve_here(&facts, draft),
                    };
                    (Facts::Merge(facts), resolved)
                }
                Form::Bulk(ids) | Form::BulkCoupon(ids) | Form::BulkMerge(ids) => {
                    let facts = super::bulk::facts(read, ids, draft, &load_user(read, actor)?)?;
                    let resolved = match form {
                        Form::Bulk(_) => bulk_form::resolve(&facts, draft),
                        Form::BulkCoupon(_) => bulk_form::resolve_coupons(draft),
                        _ => bulk_form::resolve_merge(&facts, draft),
                    };
                    (Facts::Bulk(Box::new(facts)), resolved)
                }
                Form::Count(id) => super::stock_count::resolve(read, *id, draft, &load_user(read, actor)?)?,
                Form::Decide(id, approves) => {
                    let of = Box::new(super::approvals::seen(read, *id, &load_user(read, actor)?)?);
                    let resolved = approval_form::resolve_decision(*approves, draft);
                    (Facts::Approval(approval_form::Facts::Decided(of)), resolved)
                }
                Form::Print(of) => {
                    let (_, resolved) = super::sheets::resolve(read, *of, draft, actor)?;
                    (Facts::Little, resolved)
                }
                Form::Export => (Facts::Little, crate::domain::wizard::export::resolve(draft)),
                // There is no desk yet where somebody is welcomed.
                Form::Welcome => return Err(crate::store::driver::damaged("form")),
            };
            then(read, &facts, &resolved)
        })
    }
}

/// What a refund will come to, while it is filled in; what the rules would refuse is told at once.
fn foresee(facts: &refund_form::Facts, draft: &Draft, resolved: &mut Resolved) -> Vec<refund_form::Sum> {
    let Ok(request) = refund_form::parse(facts, draft, resolved, Submit::Reverse) else { return vec![] };
    let errors = match refund_form::plan(facts, &request) {
        Ok(plan) => return plan.sums(facts),
        Err(Error::Fields(errors)) => errors,
        Err(error) => vec![crate::domain::error::FieldError { field: refund_form::INVOICES, error }],
    };
    for told in errors {
        let shows = |id: &FieldId| resolved.fields.iter().position(|f| f.id == *id && f.visible);
        let at = shows(&told.field).or_else(|| shows(&refund_form::AMOUNT));
        if let Some(field) = at.and_then(|at| resolved.fields.get_mut(at)) {
            field.error.get_or_insert(told.error);
        }
    }
    vec![]
}

fn command(
    read: &Read<'_>,
    form: &Form,
    facts: &Facts,
    draft: &Draft,
    resolved: &Resolved,
    button: Button,
) -> Result<Command> {
    let required = || resolved.require(draft);
    if button == Button::Remove {
        return super::settle_forms::command(form, facts, draft, resolved, button);
    }
    Ok(match (form, facts) {
        (Form::Refund(_), Facts::Refund(facts)) => {
            let submit = match button {
                Button::ReverseAndCreateInvoice => Submit::ReverseAndCreateInvoice,
                _ => Submit::Reverse,
            };
            Command::Refund(refund_form::parse(facts, draft, resolved, submit).map_err(Error::Fields)?)
        }
        (Form::EditTicket(id), Facts::Ticket(facts)) => {
            Command::EditTicket(*id, ticket::parse(facts, draft, resolved).map_err(Error::Fields)?)
        }
        (_, Facts::Ticket(facts)) => {
            Command::OpenTicket(ticket::parse(facts, draft, resolved).map_err(Error::Fields)?)
        }
        (Form::Assign(id), _) => {
            let login = match ticket::parse_assign(resolved) {
                Some(user) => Some(login(read, user)?),
                None => None,
            };
            Command::Assign(*id, login)
        }
        (Form::Stage(id), _) => {
            required()?;
            let name = match resolved.value(ticket::STAGE).one() {
                Some(stage) => team::stage_name(read, crate::domain::ids::StageId(stage))?,
                None => None,
            };
            Command::Stage(*id, name.ok_or_else(|| Error::FieldRequired.at(ticket::STAGE))?)
        }
        (Form::Note(id), _) => {
            required()?;
            Command::Note(*id, resolved.value(ticket::TEXT).text().to_owned())
        }
        (Form::RequestApproval(id), _) => {
            required()?;
            Command::RequestApproval(*id, approval_form::said(resolved, approval_form::REASON))
        }
        (Form::Decide(id, approves), _) => {
            required()?;
            Command::Decide(*id, *approves, approval_form::said(resolved, approval_form::COMMENT))
        }
        (Form::BulkMerge(ids), Facts::Bulk(_)) => {
            bulk_form::parse_merge(ids, draft, resolved).map_err(Error::Fields)?
        }
        (Form::Bulk(ids) | Form::BulkCoupon(ids), Facts::Bulk(facts)) => {
            let change = bulk_form::parse(facts, draft, resolved).map_err(Error::Fields)?;
            let tickets = ids.iter().map(|id| (*id, None)).collect();
            Command::Bulk(Box::new(Bulk { tickets, change, joins: None }))
        }
        (_, Facts::Merge(facts)) => merge_form::parse(facts, draft, resolved).map_err(Error::Fields)?,
        (_, Facts::Count(facts)) => {
            Command::AdjustStock(count_form::parse(facts, draft, resolved).map_err(Error::Fields)?)
        }
        (Form::Pay(id), _) => Command::Pay(*id, document::parse_pay(draft, resolved).map_err(Error::Fields)?),
        (Form::Allocate(id), _) => Command::Allocate(
            Credit::Note(*id),
            document::parse_allocate(draft, resolved).map_err(Error::Fields)?,
        ),
        (Form::EditDraft(id), Facts::Document(facts)) => {
            Command::EditDraft(*id, document::parse_draft(facts, draft, resolved).map_err(Error::Fields)?)
        }
        (Form::Coupon(_), Facts::Coupon(facts)) => {
            Command::Coupon(coupon_form::parse(facts, draft, resolved).map_err(Error::Fields)?)
        }
        (Form::MailCoupon(ticket, program, until), _) => {
            let letter = Some(letter_form::parse(draft, resolved).map_err(Error::Fields)?);
            Command::Coupon(CouponRequest { ticket: *ticket, program: *program, until: *until, letter })
        }
        (Form::MailOrder(id), _) => {
            Command::SendOrder(*id, letter_form::parse(draft, resolved).map_err(Error::Fields)?)
        }
        (Form::Reply(id), _) => {
            let letter = letter_form::parse(draft, resolved).map_err(Error::Fields)?;
            Command::QueueMail(super::replies::mail(read, *id, letter, &settings(read)?)?)
        }
        (Form::RevokeCoupon(id), _) => {
            required()?;
            Command::RevokeCoupon(*id, resolved.value(coupon_form::REASON).text().to_owned())
        }
        (_, Facts::Customer(facts)) => {
            let edit = customer_form::parse(facts, draft, resolved).map_err(Error::Fields)?;
            match &facts.customer {
                Some(of) => Command::EditCustomer(of.reference.clone(), edit),
                None => Command::NewCustomer(None, edit),
            }
        }
        (_, Facts::Return(_) | Facts::Validate(_) | Facts::Reason(_)) => {
            super::stock::forms::command(form, facts, draft, resolved, button)?
        }
        (_, Facts::Repair(facts)) => super::repair::forms::command(form, facts, draft, resolved, button)?,
        (
            _,
            Facts::Task(_) | Facts::Sheet(_) | Facts::Project(_) | Facts::Template(_) | Facts::Versioned(_),
        ) => super::field_service::forms::command(read, form, facts, draft, resolved, button)?,
        (_, Facts::Team(_) | Facts::User(_) | Facts::Record(_)) => {
            super::settle_forms::command(form, facts, draft, resolved, button)?
        }
        (_, Facts::Program(facts)) => program_forms::command(form, facts, draft, resolved, button)?,
        _ => order_forms::command(form, facts, draft, resolved)?,
    })
}

fn login(read: &Read<'_>, id: UserId) -> Result<String> {
    let missing = || Error::NotFound { what: crate::domain::error::Thing::User, key: id.to_string() };
    user::login(read, id)?.ok_or_else(missing)
}

/// A ticket that the agent may see.
fn seen_ticket(read: &Read<'_>, id: TicketId, actor: UserId) -> Result<crate::domain::ticket::Ticket> {
    let of = refund::find_ticket(read, id)?;
    let name = team::head(read, of.team)?.map(|(name, _)| name).unwrap_or_default();
    super::access::require_team(&load_user(read, actor)?, of.team, &name)?;
    super::access::require_unmerged(&of)?;
    Ok(of)
}

fn ticket_facts(read: &Read<'_>, form: &Form, draft: &Draft, actor: UserId) -> Result<ticket::Facts> {
    let own = match form {
        Form::EditTicket(id) => Some(seen_ticket(read, *id, actor)?),
        _ => None,
    };
    let actor = load_user(read, actor)?;
    let teams = team::list(read)?;
    let mut seen = teams.into_iter().filter(|t| actor.sees(*t));
    let first = actor.teams.iter().find(|t| actor.sees(**t)).copied().or_else(|| seen.next());
    let standing = ticket::standing(draft, own.as_ref(), first);
    let chosen = |id, key| ticket::Chosen { id, key };
    Ok(ticket::Facts {
        tags: match &own {
            Some(of) => tag::of(read, Tagged::Ticket(of.id))?,
            None => vec![],
        },
        team: match standing.team {
            Some(id) => team::head(read, id)?.map(|(name, _)| ticket::Chosen { id, key: name }),
            None => None,
        },
        customer: match standing.customer {
            Some(id) => {
                Some((ticket::Chosen { id, key: views::reference(read, id)? }, customer::family(read, id)?))
            }
            None => None,
        },
        order: match standing.order {
            Some(id) => {
                order::head(read, id)?.map(|(number, family)| (ticket::Chosen { id, key: number }, family))
            }
            None => None,
        },
        product: match standing.product {
            Some(id) => {
                catalog::load_product(read, id)?.map(|p| (chosen(id, p.sku), p.tracking != Tracking::None))
            }
            None => None,
        },
        lot: match standing.lot {
            Some(id) => catalog::load_lot(read, id)?
                .map(|(product, name)| (ticket::Chosen { id, key: name }, product)),
            None => None,
        },
        kind: match standing.kind {
            Some(id) => ticket_type::name(read, id)?.map(|key| ticket::Chosen { id, key }),
            None => None,
        },
        typed: ticket_type::any(read)?,
        ticket: own,
    })
}

fn document_facts(
    read: &Read<'_>,
    id: InvoiceId,
    draft: &Draft,
    today: chrono::NaiveDate,
    lock_date: Option<chrono::NaiveDate>,
) -> Result<document::Facts> {
    let of = posting::find(read, id)?;
    // A credit note's line may take what is left of the line that it credits; an invoice's, anything.
    let left = match of.reverses {
        Some(source) if of.lines.iter().any(|l| l.source.is_some()) => {
            Some(refund_facts::creditable(read, source, Some(id))?)
        }
        _ => None,
    };
    let most = of.lines.iter().map(|line| {
        let of_units = left.as_ref().filter(|_| !line.amount_only);
        let at = of_units.and_then(|l| l.position(line.source?).map(|at| l.lines[at].quantity));
        at.unwrap_or_else(|| line.quantity.abs())
    });
    let date = document::chosen_date(draft, &of, today);
    Ok(document::Facts {
        today,
        accounting_date: draft_accounting_date(date, lock_date),
        skus: views::skus(read, &of.lines)?,
        most: most.collect(),
        document: of,
    })
}

fn customer_facts(read: &Read<'_>, form: &Form, draft: &Draft) -> Result<customer_form::Facts> {
    let own = match form {
        Form::EditCustomer(id) => Some(customers::load(read, *id)?),
        _ => None,
    };
    let parent = own.as_ref().and_then(|c| c.company.as_deref());
    let company = parent.map(|p| customers::find(read, p)).transpose()?.map(|id| id.0);
    let chosen = match draft.typed(customer_form::COMPANY) {
        Some(value) => value.one(),
        None => company,
    };
    Ok(customer_form::Facts {
        company,
        chosen_company: chosen.map(|id| views::reference(read, CustomerId(id))).transpose()?,
        name: match form {
            Form::NewCustomer(typed) => typed.clone(),
            _ => String::new(),
        },
        customer: own,
    })
}
