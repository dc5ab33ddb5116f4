//! Coupon programs: the list of all, and the screen of one with its rules and rewards. Their actions are
//! what the state offers; Enter on a rule or reward opens its form.

mod items;

use super::actions::{Act, Actions};
use super::pane::{self, Acting, Pane};
use super::{Menu, PageView, Target};
use crate::domain::command::{Call, Command, ProgramEdit};
use crate::domain::coupon::program::{ProgramAction, ProgramView};
use crate::domain::error::Result;
use crate::domain::ids::ProgramId;
use crate::domain::wizard::Form;
use crate::keys::{Context, Verb};
use crate::tui::app::App;
use crate::tui::layer::{Layer, Next, Offer};
use crate::tui::look::Look;
use crate::tui::page::Page;

impl Act for ProgramAction {
    const PLACE: Context = Context::Program;
    const FAMILY: &'static str = "program-action";

    fn code(self) -> &'static str {
        self.as_str()
    }

    fn verb(self) -> Option<Verb> {
        (self == Self::Edit).then_some(Verb::Edit)
    }
}

/// Coupon programs on the screen: one, or all of them.
pub struct ProgramPane {
    /// The program; none for the list.
    id: Option<ProgramId>,
    shown: Option<ProgramView>,
    actions: Actions<ProgramAction>,
    page: Page,
}

impl ProgramPane {
    /// A program; without one the list of all.
    pub fn new(id: Option<ProgramId>) -> Self {
        Self { id, shown: None, actions: Actions::default(), page: Page::default() }
    }
}

impl Pane for ProgramPane {
    fn page(&mut self) -> &mut Page {
        &mut self.page
    }

    fn reload(&mut self, app: &mut App) -> Result<()> {
        let desk = app.desk()?;
        self.actions = Actions::new(desk.program_actions(self.id)?);
        let currency = desk.settings()?.currency;
        let Some(id) = self.id else {
            let all = desk.programs()?;
            self.page.set(items::list(&app.look, &all, &self.actions));
            return Ok(());
        };
        let view = desk.program(id)?;
        self.page.set(items::one(&app.look, &view, currency, &self.actions));
        self.shown = Some(view);
        Ok(())
    }

    fn crumb(&self, look: &Look) -> String {
        let all = || look.words.label("coupon-programs");
        self.shown.as_ref().map_or_else(all, |program| program.name.clone())
    }

    fn place(&self) -> Option<Context> {
        Some(Context::Program)
    }

    fn offer(&self, verb: Verb, look: &Look) -> Option<Offer> {
        self.actions.offer(verb, look)
    }

    fn on(&mut self, verb: Verb, app: &mut App) -> Result<Next> {
        pane::on(self, verb, app)
    }

    fn pick(&mut self, at: usize, app: &mut App) -> Result<Next> {
        pane::pick(self, at, app)
    }
}

impl Acting for ProgramPane {
    type Action = ProgramAction;

    fn actions(&self) -> &Actions<ProgramAction> {
        &self.actions
    }

    fn act(&mut self, action: ProgramAction, app: &mut App) -> Result<Next> {
        self.actions.refused(action).unwrap_or(Ok(()))?;
        let open = |app: &mut App, form: Form| PageView::open(app, Target::Form(form)).map(Next::Push);
        let (Some(id), Some(view)) = (self.id, &self.shown) else {
            return open(app, Form::NewProgram);
        };
        let title = action.name(&app.look);
        match action {
            ProgramAction::New => open(app, Form::NewProgram),
            ProgramAction::Edit => open(app, Form::EditProgram(id)),
            ProgramAction::AddRule => open(app, Form::Rule(id, None)),
            ProgramAction::AddReward => open(app, Form::Reward(id, None)),
            ProgramAction::EditRule => {
                let name = |r: &_| items::rule(&app.look, r);
                let rules = view.rules.iter().map(|r| (name(r), Form::Rule(id, Some(r.rule.clone()))));
                choose(title, rules.collect(), app)
            }
            ProgramAction::EditReward => {
                let form = |key: &String| Form::Reward(id, Some(key.clone()));
                let rewards = view.rewards.iter().map(|r| (r.description.clone(), form(&r.reward)));
                choose(title, rewards.collect(), app)
            }
            ProgramAction::Archive | ProgramAction::BringBack => {
                let active = Some(action == ProgramAction::BringBack);
                let edit = ProgramEdit { active, ..ProgramEdit::default() };
                let call =
                    Call { request: Some(app.request()), if_version: Some(view.version), ..Call::default() };
                app.carry_out(&Command::EditProgram(view.name.clone(), Box::new(edit)), &call)?;
                self.reload(app)?;
                Ok(Next::Stay)
            }
        }
    }
}

/// Opens the only form, or asks which of several.
fn choose(title: String, forms: Vec<(String, Form)>, app: &mut App) -> Result<Next> {
    if let [(_, only)] = forms.as_slice() {
        return PageView::open(app, Target::Form(only.clone())).map(Next::Push);
    }
    let links = forms.into_iter().map(|(name, form)| (name, Target::Form(form)));
    Ok(Next::Push(Layer::Menu(Box::new(Menu::links(title, links)))))
}
