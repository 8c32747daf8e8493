// Long parce qu’un achat se suit d’une page : besoin, volumes, offres, choix, qui rejoint, suivi.
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { pageEtGestes, petitGeste, peutSuivre } from '#modules/organisme/index.ts'
import {
  type DecisionClose,
  type DecisionId,
  decisionUrl,
  nouvelleDecisionUrl,
  regarder,
} from '#modules/pole/index.ts'
import {
  Button,
  Definitions,
  Etat,
  Facts,
  Field,
  Form,
  Page,
  Section,
  SelectField,
  Table,
  TextArea,
} from '#web/components.tsx'
import { date, entier, identifiant, montant, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, type FormState, type Initial } from '#web/form.ts'
import {
  decisionsANommer,
  lireAchats,
  lireDemande,
  lireOffres,
  lireParticipations,
  lireSuivis,
  lireVolumes,
} from '../db/achats.ts'
import {
  type Achat,
  type AchatId,
  type DemandeDePart,
  DIRE_LE_POSTE,
  etatDAchat,
  genresDAchat,
  type OffreRecue,
  type OffreRecueId,
  type Participation,
  type Suivi,
  type VolumeLu,
} from '../domain/achats.ts'
import { clore, dire, finir, noter, rejoindre, retenir, suivre } from '../gestes/achats.ts'
import { achatsUrl, achatUrl } from '../liens.ts'
import { marqueDAchat } from './achats.page.tsx'

type Lu = {
  readonly a: Achat
  readonly volumes: readonly VolumeLu[]
  readonly offres: readonly OffreRecue[]
  readonly participations: readonly Participation[]
  readonly suivis: readonly Suivi[]
  /** Dans une coopérative d’activité : la dernière demande de rejoindre. */
  readonly demande: DemandeDePart | undefined
  readonly decisions: readonly DecisionClose[]
  /** La personne anime le pôle : elle y ouvre un vote. */
  readonly anime: boolean
  readonly le: Date
}
type Revenu = { readonly geste: string; readonly form: FormState } | undefined
const quantite = () => entier({ min: 0, max: 1_000_000, vide: 'Écrivez combien ; 0 si rien.' })
const volume = z.object({ quantite: quantite(), mot: texte({ max: 500 }) })
const rien = z.object({})
const offre = z.object({
  fournisseur: texte({ min: 2, max: 200, vide: 'Nommez le fournisseur.' }),
  prix: montant({ vide: 'Écrivez son prix pour une unité.' }),
  conditions: texte({ max: 1000 }),
})
const choisie = z.object({
  offre: identifiant((t) => asId<'OffreRecue'>(t) as OffreRecueId | undefined, {
    phrase: 'Choisissez une offre.',
  }),
  decision: identifiant((t) => asId<'Decision'>(t) as DecisionId | undefined, {
    phrase: 'Choisissez la décision du pôle.',
  }),
  conditions: texte({ min: 10, max: 2000, vide: 'Dites à quelles conditions on rejoint.' }),
  jusquAu: date({ vide: 'Dites jusqu’à quand on rejoint.' }),
})
const part = z.object({ quantite: quantite() })
const suivi = z.object({ texte: texte({ min: 3, max: 1000, vide: 'Dites où cela en est.' }) })
const fin = z.object({ issue: texte({ min: 3, max: 1000, vide: 'Dites ce qu’il en fut.' }) })
const jourDe = (le: Date) => formaterDate(jourLocal(le, ZONE_PAR_DEFAUT))
const formDe = <S extends z.ZodType>(
  revenu: Revenu,
  geste: string,
  depart: Readonly<Record<string, Initial>> = {},
) => (revenu?.geste === geste ? revenu.form : emptyForm(undefined, depart)) as FormOf<S>

const Volumes = ({ lu: { a, volumes, le }, ici, revenu }: { lu: Lu; ici: string; revenu: Revenu }) => {
  const seDit = etatDAchat(a, jourLocal(le, ZONE_PAR_DEFAUT)) === 'volumes'
  const form = formDe<typeof volume>(revenu, 'dire', {
    quantite: a.notreVolume === null ? '' : String(a.notreVolume),
    mot: a.notreMot,
  })
  return (
    <Section
      titre="Ce que chacune prendrait"
      id="volumes"
      sous={
        a.closLe
          ? `clos le ${jourDe(a.closLe)}`
          : 'Jusqu’à la clôture, chacune ne lit que le sien : ni les autres, ni leur nombre.'
      }
    >
      {a.closLe ? (
        <>
          {volumes.length > 0 ? (
            <Table
              legende="Les volumes dits"
              lignes={volumes}
              colonnes={[
                { titre: 'Coopérative', entete: true, cell: (v) => v.cooperative },
                { titre: a.unite, nombre: true, cell: (v) => v.quantite },
                { titre: 'Précision', cell: (v) => v.mot },
              ]}
            />
          ) : (
            <p>Qui n’a pas dit son volume ne lit pas celui des autres.</p>
          )}
          {a.total === null ? null : (
            <p>
              {a.dites} coopératives, {a.total} {a.unite} en tout.
            </p>
          )}
        </>
      ) : peutSuivre('achats.tenir') && seDit ? (
        <Form form={form} action={`${ici}/dire`} classe="court">
          <Field
            form={form}
            name="quantite"
            label="Nous prendrions"
            inputmode="numeric"
            unite={a.unite}
            hint="0 : nous n’en prendrions pas, et ne lirons pas ce que disent les autres"
          />
          <TextArea
            form={form}
            name="mot"
            label="Précision"
            rows={2}
            optional
            hint="qui aura dit le sien le lit après la clôture ; n’écrivez ni prix de vente, ni client"
          />
          <p class="gestes-l">
            <Button genre="main">Dire notre volume</Button>
          </p>
        </Form>
      ) : a.notreVolume === null ? null : (
        <p>
          {a.notreVolume === 0 ? 'Nous n’en prendrions pas.' : `Nous prendrions ${a.notreVolume} ${a.unite}.`}
        </p>
      )}
      {a.mien && !a.closLe && !a.finiLe && peutSuivre('achats.tenir') ? (
        <Form form={emptyForm()} action={`${ici}/clore`} classe="court">
          <p>Clos, plus rien ne s’y change, et celles qui ont dit le leur lisent ceux des autres.</p>
          <p class="gestes-l">
            <Button>Clore les volumes</Button>
          </p>
        </Form>
      ) : null}
    </Section>
  )
}

const Consulter = ({
  lu: { a, offres, decisions, anime },
  ici,
  revenu,
}: {
  lu: Lu
  ici: string
  revenu: Revenu
}) => {
  const choisit = a.mien && !a.retenuLe && !a.finiLe && peutSuivre('achats.tenir')
  const [form, choix] = [formDe<typeof offre>(revenu, 'noter'), formDe<typeof choisie>(revenu, 'retenir')]
  return (
    <Section titre="Les offres" id="offres" sous="Prix d’achat pour une unité, hors taxes.">
      {offres.length > 0 ? (
        <Table
          legende="Les offres reçues"
          lignes={offres}
          colonnes={[
            {
              titre: 'Fournisseur',
              entete: true,
              cell: (o) => `${o.fournisseur}${o.id === a.offre ? ' (retenu)' : ''}`,
            },
            { titre: 'L’unité', nombre: true, cell: (o) => formaterMontant(o.prix) },
            { titre: 'Conditions', cell: (o) => o.conditions },
          ]}
        />
      ) : (
        <p>Aucune offre n’est encore notée.</p>
      )}
      {choisit ? (
        <>
          <details class="volet" open={revenu?.geste === 'noter'}>
            <summary>Noter une offre</summary>
            <Form form={form} action={`${ici}/noter`} classe="court">
              <Field form={form} name="fournisseur" label="Fournisseur" />
              <Field
                form={form}
                name="prix"
                label="Prix de l’unité"
                inputmode="decimal"
                unite="€"
                hint="hors taxes"
              />
              <TextArea form={form} name="conditions" label="Conditions" rows={2} optional />
              <p class="gestes-l">
                <Button genre="main">Noter cette offre</Button>
              </p>
            </Form>
          </details>
          {offres.length > 0 ? (
            <p class="note">
              Le pôle vote le choix.{' '}
              {anime ? (
                <a href={nouvelleDecisionUrl({ pole: a.pole })}>Ouvrir le vote</a>
              ) : (
                'Demandez à qui anime le pôle d’ouvrir le vote.'
              )}
              {decisions.length > 0 ? ' S’il est fait, nommez ci-dessous la décision qui choisit.' : null}
            </p>
          ) : null}
          {offres.length > 0 && decisions.length > 0 ? (
            <details class="volet" open={revenu?.geste === 'retenir'}>
              <summary>Retenir une offre, d’après une décision du pôle</summary>
              <Form form={choix} action={`${ici}/retenir`} classe="court">
                <SelectField
                  form={choix}
                  name="offre"
                  label="L’offre"
                  vide="choisissez"
                  options={offres.map((o) => ({
                    value: o.id,
                    label: `${o.fournisseur}, ${formaterMontant(o.prix)}`,
                  }))}
                />
                <SelectField
                  form={choix}
                  name="decision"
                  label="La décision du pôle"
                  vide="choisissez"
                  options={decisions.map((d) => ({
                    value: d.id,
                    label: d.issue ? `${d.titre} : ${d.issue}` : d.titre,
                  }))}
                />
                <TextArea
                  form={choix}
                  name="conditions"
                  label="À quelles conditions on rejoint"
                  rows={3}
                  hint="durée, paiement, comment on en sort"
                />
                <Field
                  form={choix}
                  name="jusquAu"
                  label="On rejoint jusqu’au"
                  inputmode="numeric"
                  hint="22/03/2027"
                />
                <p class="gestes-l">
                  <Button genre="main">Retenir cette offre</Button>
                </p>
              </Form>
            </details>
          ) : null}
        </>
      ) : null}
    </Section>
  )
}

/** Ce que le visa d’une coopérative d’activité a dit de sa demande, ou qu’il l’attend. */
const Demande = ({
  d,
  a: { unite, notrePart },
  ouvert,
}: {
  d: DemandeDePart | undefined
  a: Achat
  ouvert: boolean
}) =>
  d === undefined || d.issue === 'visee' || d.issue === 'retiree' ? null : (
    <p class="note">
      {d.issue === null && !ouvert
        ? `Notre demande du ${jourDe(d.le)}, ${d.quantite} ${unite}, n’a pas été visée avant la fin : ${notrePart ? `nous restons à ${notrePart} ${unite}` : 'nous n’avons pas rejoint'}.`
        : d.issue === null
          ? `Notre demande du ${jourDe(d.le)}, ${d.quantite} ${unite}, attend le visa de l’équipe d’appui : rien ne nous engage avant.`
          : `Le visa a été refusé à notre demande du ${jourDe(d.le)}, ${d.quantite} ${unite} : « ${d.motif} »`}
    </p>
  )

const Rejoindre = ({
  lu: { a, participations, suivis, demande, le },
  ici,
  revenu,
}: {
  lu: Lu
  ici: string
  revenu: Revenu
}) => {
  const ouvert = etatDAchat(a, jourLocal(le, ZONE_PAR_DEFAUT)) === 'ouvert'
  const form = formDe<typeof part>(revenu, 'rejoindre', {
    quantite: String(a.notrePart ?? a.notreVolume ?? ''),
  })
  const note = formDe<typeof suivi>(revenu, 'suivre')
  return (
    <>
      <Section titre="Rejoindre" id="rejoindre">
        <Definitions
          lignes={[
            ['Conditions', a.conditions],
            [
              'Choisi par',
              a.decision ? (
                <a href={decisionUrl({ pole: a.pole, decision: a.decision })}>la décision du pôle</a>
              ) : (
                ''
              ),
            ],
            ['On rejoint jusqu’au', a.rejoindreJusquAu ? formaterDate(a.rejoindreJusquAu) : ''],
          ]}
        />
        {participations.length > 0 ? (
          <Table
            legende="Qui a rejoint"
            lignes={participations}
            colonnes={[
              { titre: 'Coopérative', entete: true, cell: (x) => x.cooperative },
              { titre: a.unite, nombre: true, cell: (x) => x.quantite },
            ]}
          />
        ) : null}
        <Demande d={demande} a={a} ouvert={ouvert} />
        {ouvert && peutSuivre('achats.tenir') ? (
          <Form form={form} action={`${ici}/rejoindre`} classe="court">
            <Field
              form={form}
              name="quantite"
              label="Nous rejoignons pour"
              inputmode="numeric"
              unite={a.unite}
              hint="0 : nous ne rejoignons pas, ou nous nous retirons"
            />
            <p class="gestes-l">
              <Button genre="call">
                {a.notrePart ? 'Changer notre quantité' : 'Répondre à ces conditions'}
              </Button>
            </p>
          </Form>
        ) : null}
      </Section>
      {a.mien || a.notrePart ? (
        <Section titre="Où cela en est" id="suivi">
          {suivis.length > 0 ? (
            <ul class="puces">
              {suivis.map((s) => (
                <li>
                  {s.cooperative}, le {jourDe(s.le)} : {s.texte}
                </li>
              ))}
            </ul>
          ) : (
            <p>Personne n’en a encore rien dit.</p>
          )}
          {a.finiLe || !peutSuivre('achats.tenir') ? null : (
            <Form form={note} action={`${ici}/suivre`} classe="court">
              <TextArea
                form={note}
                name="texte"
                label="Ce que vous en dites"
                rows={2}
                hint="les coopératives qui ont rejoint l’achat le lisent"
              />
              <p class="gestes-l">
                <Button>Le dire</Button>
              </p>
            </Form>
          )}
        </Section>
      ) : null}
    </>
  )
}

const Vue = ({ lu, revenu }: { lu: Lu; revenu: Revenu }) => {
  const { a, le } = lu
  const ici = achatUrl({ achat: a.id })
  const finit = formDe<typeof fin>(revenu, 'finir')
  return (
    <Page
      title={a.objet}
      path={[{ libelle: 'Achats du pôle', href: achatsUrl() }]}
      alert={revenu?.form.alert}
      facts={
        <Facts
          faits={[
            ['État', <Etat {...marqueDAchat(a, le)} />],
            ['Genre', genresDAchat[a.genre]],
            ['Conduit par', `${a.cooperative}, ${a.nomDuPole}`],
            a.closLe
              ? ['Volumes', `clos le ${jourDe(a.closLe)}`]
              : ['Volumes à dire', `jusqu’au ${formaterDate(a.volumesJusquAu)}`],
          ]}
        />
      }
    >
      <Section titre="Le besoin" id="besoin">
        <p>{a.besoin}</p>
        {a.genre === 'poste' ? <p class="note">{DIRE_LE_POSTE}</p> : null}
        {a.finiLe ? (
          <p>
            Fini le {jourDe(a.finiLe)} : {a.issue}
          </p>
        ) : null}
      </Section>
      {a.retenuLe ? <Rejoindre lu={lu} ici={ici} revenu={revenu} /> : null}
      {a.closLe ? <Consulter lu={lu} ici={ici} revenu={revenu} /> : null}
      <Volumes lu={lu} ici={ici} revenu={revenu} />
      {a.mien && !a.finiLe && peutSuivre('achats.tenir') ? (
        <details class="volet" open={revenu?.geste === 'finir'}>
          <summary>Mettre fin à cet achat</summary>
          <Form form={finit} action={`${ici}/finir`} classe="court">
            <TextArea form={finit} name="issue" label="Ce qu’il en fut" rows={2} />
            <p class="gestes-l">
              <Button genre="grave">Finir</Button>
            </p>
          </Form>
        </details>
      ) : null}
    </Page>
  )
}

const suite =
  (fort: string, apres?: string) =>
  (_fait: string, { a }: Lu) => ({
    vers: achatUrl({ achat: a.id }),
    dit: { genre: 'fait' as const, fort, ...(apres ? { suite: apres } : {}) },
  })

export const achatPage = pageEtGestes({
  lien: achatUrl,
  droit: 'echanges.lire',
  async lire(tx, { achat }, { le, visiteur }): Promise<Lu | undefined> {
    const id = asId<'Achat'>(achat) as AchatId | undefined
    const [a] = id ? await lireAchats(tx, id) : []
    if (!a) return undefined
    const choisit = a.mien && a.closLe && !a.retenuLe && !a.finiLe
    return {
      a,
      le,
      volumes: await lireVolumes(tx, a.id),
      offres: await lireOffres(tx, a.id),
      participations: await lireParticipations(tx, a.id),
      suivis: await lireSuivis(tx, a.id),
      demande: a.retenuLe ? await lireDemande(tx, a.id) : undefined,
      decisions: choisit ? await decisionsANommer(tx, a) : [],
      anime: choisit ? (await regarder(tx, visiteur, a.pole))?.anime === true : false,
    }
  },
  vue: (_tx, lu, revenu) => <Vue lu={lu} revenu={revenu} />,
  gestes: {
    dire: petitGeste<typeof volume, Lu, string>({
      droit: 'achats.tenir',
      champs: volume,
      faire: (tx, e) => dire({ ...e, tx }, e.lu.a, e.data.quantite, e.data.mot),
      suite: suite('C’est dit.', 'Votre coopérative seule le lit, jusqu’à la clôture.'),
    }),
    clore: petitGeste<typeof rien, Lu, string>({
      droit: 'achats.tenir',
      champs: rien,
      faire: (tx, e) => clore({ ...e, tx }, e.lu.a),
      suite: suite('Les volumes sont clos.', 'Consultez, et notez les offres.'),
    }),
    noter: petitGeste<typeof offre, Lu, string>({
      droit: 'achats.tenir',
      champs: offre,
      faire: (tx, e) => noter({ ...e, tx }, e.lu.a, { ...e.data, prix: centimes(e.data.prix) }),
      suite: suite('L’offre est notée.'),
    }),
    retenir: petitGeste<typeof choisie, Lu, string>({
      droit: 'achats.tenir',
      champs: choisie,
      faire: (tx, e) => retenir({ ...e, tx }, e.lu.a, e.data),
      suite: suite('L’offre est retenue.', 'Chacune rejoint si elle veut.'),
    }),
    rejoindre: petitGeste<typeof part, Lu, string>({
      droit: 'achats.tenir',
      champs: part,
      faire: (tx, e) => rejoindre({ ...e, tx }, e.lu.a, e.data.quantite),
      suite: (fait, lu) =>
        fait === 'a-viser'
          ? suite('La demande est faite.', 'Un visa en décide ; la coopérative ne s’engage pas avant.')(
              fait,
              lu,
            )
          : suite('C’est noté.', 'Celles qui ont rejoint le lisent.')(fait, lu),
    }),
    suivre: petitGeste<typeof suivi, Lu, string>({
      droit: 'achats.tenir',
      champs: suivi,
      faire: (tx, e) => suivre({ ...e, tx }, e.lu.a, e.data.texte),
      suite: suite('C’est dit.'),
    }),
    finir: petitGeste<typeof fin, Lu, string>({
      droit: 'achats.tenir',
      champs: fin,
      faire: (tx, e) => finir({ ...e, tx }, e.lu.a, e.data.issue),
      suite: suite('L’achat est fini.'),
    }),
  },
})
