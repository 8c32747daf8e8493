// Long parce que l’entrée, les mesures et le suivi d’un stagiaire sont une seule page, sous un seul droit.

import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { de } from '#kernel/texte.ts'
import { droits, exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import { demandesDeLInscription, genres, reponseUrl } from '#modules/questionnaires/index.ts'
import { sessionsUrl, sessionUrl } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Etat,
  Field,
  FieldSection,
  Form,
  Page,
  Section,
  SelectField,
  Table,
  TextArea,
} from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import { choix, date, entier, facultatif, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert, withErrors } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import {
  type EntreeEnFormation,
  lireEntrees,
  lireStagiaire,
  lireSuivis,
  type Stagiaire,
  type Suivi,
} from '../db/parcours.ts'
import { majuscule } from '../domain/mots.ts'
import { motsDecision, motsMoyen, motsPrerequis, motsSuivi } from '../domain/parcours.ts'
import { ajouterSuivi, garderEntree } from '../gestes/suivre-parcours.ts'
import { lireMesures } from '../gestes/tenir-affaire.ts'
import { aujourdhui, type Equipe, lireEquipe } from '../lecture/lire-score.ts'
import { nouvelleAffaireUrl, parcoursUrl, suiviUrl } from '../liens.ts'
import { idDuJeton } from './commun.ts'

const cles = <T extends object>(mots: T) => Object.keys(mots) as [keyof T & string, ...(keyof T & string)[]]
export const optionsDe = (mots: Readonly<Record<string, string>>) =>
  Object.entries(mots).map(([value, label]) => ({ value, label }))

export const champsEntree = z.object({
  rang: entier({ max: 10_000 }),
  recueilliLe: date(),
  besoin: texte({ min: 1, max: 4_000, vide: 'Écrivez ce que la personne vient chercher.' }),
  prerequis: choix(cles(motsPrerequis)),
  positionneLe: facultatif(date()),
  moyen: facultatif(choix(cles(motsMoyen))),
  resultat: texte({ max: 4_000 }),
  decision: facultatif(choix(cles(motsDecision))),
  decisionDetail: texte({ max: 4_000 }),
})
export const champsSuivi = z.object({
  suiviLe: date(),
  genre: choix(cles(motsSuivi)),
  texte: texte({ min: 3, max: 4_000, vide: 'Écrivez ce qui s’est dit, ou fait.' }),
})
export type FormEntree = FormOf<typeof champsEntree>
type FormSuivi = FormOf<typeof champsSuivi>

/** Ce qui est laissé vide n’est pas encore fait, ni décidé. */
export const enEntree = (d: Omit<z.output<typeof champsEntree>, 'rang'>) => ({
  ...d,
  positionneLe: d.positionneLe ?? null,
  moyen: d.moyen ?? null,
  decision: d.decision ?? null,
})

const jour = (j: string | null) => (j ? formaterDate(j as DateCivile, 'court') : '')
const chiffres = (j: string | null) => (j ? formaterDate(j as DateCivile, 'chiffres') : '')

/** L’entrée telle qu’elle est écrite ; `repris` : ce qu’une réponse y met, à relire. */
export const enForm = (
  e: EntreeEnFormation | undefined,
  repris: Readonly<Record<string, string>> = {},
): FormEntree =>
  emptyForm(undefined, {
    rang: String(e?.rang ?? 0),
    recueilliLe: chiffres(e?.recueilliLe ?? null),
    besoin: e?.besoin,
    prerequis: e?.prerequis,
    positionneLe: chiffres(e?.positionneLe ?? null),
    moyen: e?.moyen,
    resultat: e?.resultat,
    decision: e?.decision,
    decisionDetail: e?.decisionDetail,
    ...repris,
  })

export const nomsDeLEntree = {
  recueilliLe: 'Recueilli le',
  besoin: 'Besoin',
  prerequis: 'Prérequis',
  positionneLe: 'Positionnement',
  moyen: 'Par',
  resultat: 'Résultat',
  decision: 'Suite donnée',
  decisionDetail: 'Laquelle',
}

/** Ce que l’entrée d’un stagiaire demande, partout où elle s’écrit. */
export const SectionsDeLEntree = ({ form, prerequis }: { form: FormEntree; prerequis: string }) => (
  <>
    <FieldSection titre="Le besoin">
      <Field
        form={form}
        name="recueilliLe"
        label="Recueilli le"
        hint="avant le premier jour (indicateur 4)"
      />
      <SelectField
        form={form}
        name="prerequis"
        label="Prérequis"
        vide="choisir"
        options={optionsDe(motsPrerequis)}
        span={2}
        hint={prerequis ? `l’offre demande : ${prerequis}` : 'l’offre n’en dit rien'}
      />
      <TextArea form={form} name="besoin" label="Ce que la personne vient chercher" rows={3} />
    </FieldSection>
    {/* La colonne des titres est plus étroite que ce mot : il dit où il se coupe. */}
    <FieldSection titre={'Le position\u00adnement'}>
      <Field
        form={form}
        name="positionneLe"
        label="Fait le"
        optional
        hint="le premier jour au plus tard (indicateur 8)"
      />
      <SelectField
        form={form}
        name="moyen"
        label="Par"
        vide="pas encore fait"
        optional
        options={optionsDe(motsMoyen)}
        span={2}
      />
      <TextArea form={form} name="resultat" label="Ce qu’il a montré" optional rows={3} />
      <SelectField
        form={form}
        name="decision"
        label="Suite donnée"
        vide="pas encore décidé"
        optional
        options={optionsDe(motsDecision)}
      />
      <Field
        form={form}
        name="decisionDetail"
        label="Laquelle"
        optional
        span={2}
        hint="ce que l’on adapte, vers où l’on oriente, pourquoi l’on refuse"
      />
    </FieldSection>
  </>
)

type VueProps = {
  readonly s: Stagiaire
  readonly entrees: readonly EntreeEnFormation[]
  readonly suivis: readonly Suivi[]
  readonly equipe: Equipe
  readonly entree: FormEntree
  readonly suivi: FormSuivi
  readonly ecrit: boolean
  /** Absentes : qui regarde n’a pas à les connaître. */
  readonly mesures: readonly { readonly le: string; readonly texte: string }[] | undefined
  readonly demande: string | undefined
  /** Ce qu’on lui a demandé ; vide : rien, ou qui regarde ne lit pas les réponses. */
  readonly questionnaires: Awaited<ReturnType<typeof demandesDeLInscription>>
}

const Vue = ({
  s,
  entrees,
  suivis,
  equipe,
  entree,
  suivi,
  ecrit,
  mesures,
  demande,
  questionnaires,
}: VueProps) => (
  <Page
    title={`Parcours ${de(s.nom)}`}
    lede={`${s.intitule}, ${s.numero}, à partir du ${jour(s.premierJour)}. Ce que l’on demande à une personne ne sert qu’à apprécier son aptitude à suivre l’action (L6353-9) ; rien de sa santé ne s’écrit ici.`}
    path={[
      { libelle: 'Sessions', href: sessionsUrl() },
      { libelle: s.numero, href: sessionUrl({ session: s.session }) },
    ]}
    alert={entree.alert ?? suivi.alert}
  >
    {questionnaires.length > 0 ? (
      <Section
        titre="Ce que la personne a répondu"
        id="questionnaires"
        sous="De quoi écrire son besoin, et la suite du positionnement."
      >
        <Table
          legende="Questionnaires de cette personne"
          lignes={questionnaires}
          colonnes={[
            { titre: 'Questionnaire', entete: true, cell: (d) => majuscule(genres[d.genre].nom) },
            {
              titre: 'Réponse',
              cell: (d) =>
                d.reponse === null ? (
                  <Etat
                    etat={d.repondueLe === null ? 'a-venir' : 'prouve'}
                    mot={d.repondueLe === null ? 'pas encore' : 'anonyme'}
                  />
                ) : (
                  <a href={reponseUrl({ reponse: d.reponse })}>
                    Lire sa réponse{d.repondueLe ? ` du ${jour(d.repondueLe)}` : ''}
                  </a>
                ),
            },
          ]}
        />
      </Section>
    ) : null}
    {ecrit ? (
      <Form
        form={entree}
        action={parcoursUrl({ session: s.session, inscription: s.inscription })}
        noms={nomsDeLEntree}
      >
        <input type="hidden" name="rang" value={String(entrees[0]?.rang ?? 0)} />
        <SectionsDeLEntree form={entree} prerequis={s.prerequis} />
        <Actions libelle={entrees.length === 0 ? 'Garder l’entrée' : 'Réviser l’entrée'} genre="call" />
      </Form>
    ) : null}
    {entrees.length > 0 ? (
      <Section titre="Ce qui fut écrit" id="entrees" sous="La dernière ligne vaut ; les autres restent.">
        <Table
          legende="Révisions de l’entrée"
          lignes={entrees}
          colonnes={[
            { titre: 'Recueilli le', entete: true, cell: (e) => jour(e.recueilliLe) },
            { titre: 'Besoin', cell: (e) => e.besoin },
            {
              titre: 'Positionnement',
              cell: (e) => (e.positionneLe ? `${jour(e.positionneLe)} : ${e.resultat}` : 'pas encore'),
            },
            {
              titre: 'Suite',
              cell: (e) =>
                e.decision
                  ? `${motsDecision[e.decision as keyof typeof motsDecision]}${e.decisionDetail ? ` : ${e.decisionDetail}` : ''}`
                  : 'à décider',
            },
            { titre: 'Par', cell: (e) => equipe.nomDe(e.par) ?? 'une personne partie' },
          ]}
        />
      </Section>
    ) : null}
    {mesures === undefined ? null : (
      <Section
        titre="Les adaptations"
        id="adaptations"
        sous="Les mesures à prendre, jamais leur raison."
        outils={demande ? [{ libelle: 'Écrire une demande d’adaptation', href: demande }] : []}
      >
        {mesures.length === 0 ? (
          <p>Aucune mesure n’est décidée pour cette personne.</p>
        ) : (
          <Table
            legende="Mesures d’adaptation"
            lignes={mesures}
            colonnes={[
              { titre: 'Depuis le', entete: true, cell: (m) => jour(m.le) },
              { titre: 'Mesure', cell: (m) => m.texte },
            ]}
          />
        )}
      </Section>
    )}
    <Section
      titre="Le suivi"
      id="suivi"
      sous="Points, ajustements, relances : une ligne suffit (indicateurs 10 et 12)."
    >
      {suivis.length === 0 ? (
        <p>Aucune trace encore. Un mot après chaque échange suffit.</p>
      ) : (
        <Table
          legende="Traces de suivi"
          lignes={suivis}
          colonnes={[
            { titre: 'Le', entete: true, cell: (x) => jour(x.le) },
            { titre: 'Quoi', cell: (x) => motsSuivi[x.genre as keyof typeof motsSuivi] },
            { titre: 'Ce qui s’est dit, ou fait', cell: (x) => x.texte },
            { titre: 'Par', cell: (x) => equipe.nomDe(x.par) ?? 'une personne partie' },
          ]}
        />
      )}
      {ecrit ? (
        <Form
          form={suivi}
          action={suiviUrl({ session: s.session, inscription: s.inscription })}
          noms={{ suiviLe: 'Le', genre: 'Quoi', texte: 'Ce qui s’est dit' }}
        >
          <FieldSection titre="Ajouter une trace">
            <Field form={suivi} name="suiviLe" label="Le" />
            <SelectField
              form={suivi}
              name="genre"
              label="Quoi"
              vide="choisir"
              options={optionsDe(motsSuivi)}
              span={2}
            />
            <TextArea form={suivi} name="texte" label="Ce qui s’est dit, ou fait" rows={3} />
          </FieldSection>
          <Actions libelle="Ajouter la trace" genre="main" />
        </Form>
      ) : null}
    </Section>
  </Page>
)

const retour = (c: Context<Env>, s: Stagiaire, fort: string) =>
  redirectWith(c, parcoursUrl({ session: s.session, inscription: s.inscription }), { genre: 'fait', fort })

export const parcoursPage = ({ db, clock, keys }: Pick<Services, 'db' | 'clock' | 'keys'>) => {
  const pour = (
    c: Context<Env>,
    geste: 'inscriptions.lire' | 'parcours.suivre',
    work: (tx: TenantTx, s: Stagiaire, visiteur: Visiteur) => Promise<Response>,
  ) =>
    pourVisiteur(c, db, async (tx, visiteur) => {
      const [session, inscription] = [
        asId(c.req.param('session') ?? ''),
        asId(c.req.param('inscription') ?? ''),
      ]
      const s = session && inscription && (await lireStagiaire(tx, session, inscription))
      if (!s) return notFound(c)
      const estSien = s.comptes.includes(visiteur.personneId)
      return peutVisiteur(visiteur, geste, { estSien })
        ? work(tx, s, visiteur)
        : forbidden(c, droits[geste].phrase)
    })
  const rendre = async (
    c: Context<Env>,
    tx: TenantTx,
    s: Stagiaire,
    visiteur: Visiteur,
    forms: { entree?: FormEntree; suivi?: FormSuivi } = {},
    status: 200 | 409 | 413 | 415 | 422 = 200,
  ) => {
    const entrees = await lireEntrees(tx, s.inscription)
    return c.html(
      <Vue
        s={s}
        entrees={entrees}
        suivis={await lireSuivis(tx, s.inscription)}
        equipe={await lireEquipe(tx)}
        entree={forms.entree ?? enForm(entrees[0])}
        suivi={forms.suivi ?? emptyForm(undefined, { suiviLe: chiffres(aujourdhui(clock.now())) })}
        ecrit={peutVisiteur(visiteur, 'parcours.suivre', {
          estSien: s.comptes.includes(visiteur.personneId),
        })}
        mesures={
          peutVisiteur(visiteur, 'handicap.mesures', { estSien: s.comptes.includes(visiteur.personneId) })
            ? await lireMesures(tx, keys, s.inscription, clock.now())
            : undefined
        }
        demande={
          peutVisiteur(visiteur, 'handicap.ecrire')
            ? withQuery(nouvelleAffaireUrl(), { session: s.session, inscription: s.inscription })
            : undefined
        }
        questionnaires={
          peutVisiteur(visiteur, 'questionnaires.lire', { estSien: s.comptes.includes(visiteur.personneId) })
            ? await demandesDeLInscription(tx, s.inscription)
            : []
        }
      />,
      status,
    )
  }
  return new Hono<Env>()
    .get(parcoursUrl.modele, exigerDroit('inscriptions.lire'), (c) =>
      pour(c, 'inscriptions.lire', (tx, s, visiteur) => rendre(c, tx, s, visiteur)),
    )
    .post(suiviUrl.modele, exigerDroit('parcours.suivre'), async (c) => {
      const read = await readForm(champsSuivi, c)
      return pour(c, 'parcours.suivre', async (tx, s, visiteur) => {
        if (!read.ok) return rendre(c, tx, s, visiteur, { suivi: read.form }, read.status)
        const le = clock.now()
        const { suiviLe, ...reste } = read.data
        const fait = await ajouterSuivi(
          tx,
          s,
          { id: idDuJeton(read.form.jeton), le: suiviLe, ...reste },
          aujourdhui(le),
          le,
        )
        if (!fait.ok) {
          const { champ, phrase } = fait.error
          return rendre(c, tx, s, visiteur, { suivi: withErrors(read.form, { [champ]: phrase }) }, 422)
        }
        return retour(c, s, 'La trace est gardée.')
      })
    })
    .post(parcoursUrl.modele, exigerDroit('parcours.suivre'), async (c) => {
      const read = await readForm(champsEntree, c)
      return pour(c, 'parcours.suivre', async (tx, s, visiteur) => {
        if (!read.ok) return rendre(c, tx, s, visiteur, { entree: read.form }, read.status)
        const d = read.data
        const le = clock.now()
        const fait = await garderEntree(tx, s, d.rang, enEntree(d), aujourdhui(le), le)
        if (fait.ok) return retour(c, s, 'L’entrée est gardée.')
        const { error } = fait
        return 'champ' in error
          ? rendre(
              c,
              tx,
              s,
              visiteur,
              { entree: withErrors(read.form, { [error.champ]: error.phrase }) },
              422,
            )
          : rendre(
              c,
              tx,
              s,
              visiteur,
              { entree: withAlert(read.form, { titre: 'Rien n’a été écrit', phrase: error.phrase }) },
              409,
            )
      })
    })
}
