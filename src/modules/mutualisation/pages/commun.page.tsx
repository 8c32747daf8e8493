import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { formaterDuree } from '#kernel/heures.ts'
import { asId } from '#kernel/id.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { de } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import {
  type Envoi,
  enseignesUrl,
  equipeUrl,
  pageEtGestes,
  petitGeste,
  peutSuivre,
} from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Button,
  Definitions,
  Etat,
  Field,
  Form,
  Page,
  RadioGroup,
  Section,
  Table,
  TextArea,
} from '#web/components.tsx'
import { choix, entier, siret, texte } from '#web/fields.ts'
import { emptyForm, type FormOf } from '#web/form.ts'
import { listerCommuns, regleDuCommun, tableauDuCommun } from '../db/communs.ts'
import {
  doitRelire,
  etatsDeMembre,
  type FormeDeCommun,
  formesDeCommun,
  type LienCommun,
  type LigneDuTableau,
  type MembreCommunId,
  type RegleCommune,
  regleDuGroupement,
  regleProposee,
  SOLIDARITE,
} from '../domain/communs.ts'
import { inviterMembreCommun, quitterCommun, reglerCommun, repondreAInvitation } from '../gestes/communs.ts'
import { communUrl } from '../liens.ts'

type Tableau = { readonly id: string; readonly nom: string; readonly lignes: readonly LigneDuTableau[] }
type Lu = {
  readonly regle: RegleCommune | undefined
  readonly liens: readonly LienCommun[]
  readonly tableaux: readonly Tableau[]
  readonly annee: number
}
const regle = z.object({
  forme: choix(Object.keys(formesDeCommun) as [FormeDeCommun, ...FormeDeCommun[]], {
    phrase: 'Dites ce que vos membres portent ensemble.',
  }),
  texte: texte({ min: 100, max: 20_000, vide: 'Écrivez qui répond de quoi.' }),
})
const invitation = z.object({
  siret: siret(),
  nom: texte({ min: 2, max: 120, vide: 'Nommez son enseigne chez vous.' }),
})
const lienDe = z.string()
const reponse = z.object({
  lien: lienDe,
  oui: z.enum(['oui', 'non']),
  rang: entier({ min: 1, max: 100_000 }),
})
const depart = z.object({ lien: lienDe, motif: texte({ min: 3, max: 500, vide: 'Dites pourquoi.' }) })

const marque = { invite: 'a-venir', membre: 'prouve', refuse: 'sans-objet', sorti: 'sans-objet' } as const
const jourDe = (le: Date) => formaterDate(jourLocal(le, ZONE_PAR_DEFAUT))
/** Ce qu’une coopérative lit de son lien, en tête. */
const direLien: Readonly<Record<LienCommun['etat'], string>> = {
  invite: 'Lisez qui répond de quoi avant de répondre.',
  membre:
    'Sa déclaration d’activité et son certificat ne valent que pour ce qu’il contracte et facture lui-même : votre coopérative ne s’en prévaut pas ailleurs.',
  refuse: 'Votre coopérative n’en est pas membre : l’invitation a été refusée ou retirée.',
  sorti: 'Votre coopérative n’en est plus membre ; les dossiers restent à l’organisme commun.',
}
const vif = (l: LienCommun) => l.etat === 'invite' || l.etat === 'membre'

const TableauCommun = ({ t, annee }: { t: Tableau; annee: number }) => (
  <Section
    titre={`${t.nom}, ${annee}`}
    id={`tableau-${t.id}`}
    sous="Des sommes, jamais les dossiers d’une autre. Sous trois membres actives dans l’année, le total dirait à chacune l’activité de l’autre : Coforme ne le montre pas."
  >
    <Table
      legende="L’année de l’organisme commun"
      lignes={t.lignes}
      colonnes={[
        { titre: 'Part', entete: true, cell: (x) => (x.part === 'mienne' ? 'La vôtre' : 'Toutes') },
        { titre: 'Sessions finies', nombre: true, cell: (x) => x.sessions },
        { titre: 'Personnes inscrites', nombre: true, cell: (x) => x.stagiaires },
        { titre: 'Heures tenues', nombre: true, cell: (x) => formaterDuree(x.minutes) },
        {
          titre: 'Facturé hors taxes',
          nombre: true,
          cell: (x) => formaterMontant(centimes(Number(x.facture))),
        },
      ]}
    />
  </Section>
)

const Membre = ({
  l,
  dirige,
  ici,
  form,
}: {
  l: LienCommun
  dirige: boolean
  ici: string
  form: FormOf<typeof depart>
}) => (
  <Section
    titre={l.nomCommun}
    id={`commun-${l.id}`}
    sous={l.forme === 'groupement' && l.etat === 'membre' ? formesDeCommun.groupement : direLien[l.etat]}
  >
    {l.forme === 'groupement' && vif(l) ? <p class="note">{SOLIDARITE}</p> : null}
    <Definitions
      lignes={[
        ['État', <Etat etat={marque[l.etat]} mot={etatsDeMembre[l.etat]} />],
        ['Forme', formesDeCommun[l.forme]],
        ...(l.nda ? [['Déclaration d’activité', l.nda] as const] : []),
        ['Votre enseigne chez lui', l.nomEnseigne],
        ...(l.motif ? [['Motif', l.motif] as const] : []),
      ]}
    />
    <h3>Qui répond de quoi (version {l.rang})</h3>
    {l.texte.split('\n').map((p) => (
      <p>{p}</p>
    ))}
    {dirige && doitRelire(l)
      ? (l.etat === 'invite' ? (['oui', 'non'] as const) : (['oui'] as const)).map((o) => (
          <Form form={emptyForm()} action={`${ici}/repondre`} classe="">
            <p>
              <input type="hidden" name="lien" value={l.id} />
              <input type="hidden" name="rang" value={String(l.rang)} />
              <input type="hidden" name="oui" value={o} />
              <Button genre={o === 'oui' ? 'call' : 'link'}>
                {o === 'non'
                  ? 'Refuser'
                  : l.etat === 'invite'
                    ? 'Accepter, et devenir membre'
                    : 'Accepter ce nouveau texte'}
              </Button>
            </p>
          </Form>
        ))
      : null}
    {dirige && l.etat === 'membre' ? (
      <Partir l={l} ici={ici} form={form} libelle="Quitter l’organisme commun" />
    ) : null}
  </Section>
)

const Partir = ({
  l,
  ici,
  form,
  libelle,
}: {
  l: LienCommun
  ici: string
  form: FormOf<typeof depart>
  libelle: string
}) => (
  <Form form={form} action={`${ici}/quitter`} noms={{ motif: 'Motif' }} classe="suite-f">
    <input type="hidden" name="lien" value={l.id} />
    <Field
      form={form}
      name="motif"
      cle={l.id}
      label="Pourquoi"
      hint="les deux directions le lisent ; les dossiers restent à l’organisme commun"
      maxlength={500}
    />
    <p>
      <Button genre="link">{libelle}</Button>
    </p>
  </Form>
)

/** L’organisme commun, vu de lui ou d’une membre : qui répond de quoi, les membres, l’année en sommes. */
export const communPage = (services: Services) =>
  pageEtGestes({
    lien: communUrl,
    droit: 'echanges.lire',
    async lire(tx, _params, { visiteur, le }): Promise<Lu> {
      const liens = await listerCommuns(tx)
      const r = await regleDuCommun(tx)
      const annee = Number(jourLocal(le, ZONE_PAR_DEFAUT).slice(0, 4))
      const tableaux: Tableau[] = []
      for (const l of liens.filter((x) => x.sens === 'membre' && x.etat === 'membre'))
        tableaux.push({ id: l.id, nom: l.nomCommun, lignes: await tableauDuCommun(tx, l.commun, annee) })
      if (r && visiteur.organisme)
        tableaux.push({
          id: 'toutes',
          nom: 'Toutes les enseignes',
          lignes: await tableauDuCommun(tx, visiteur.organisme.id, annee),
        })
      return { regle: r, liens, tableaux, annee }
    },
    vue: (_tx, { regle: r, liens, tableaux, annee }, revenu) => {
      const ici = communUrl()
      const dirige = peutSuivre('delegations.donner')
      const form = <S extends z.ZodType>(_: S, nom: string, depuis = {}) =>
        (revenu?.geste === nom ? revenu.form : emptyForm(undefined, depuis)) as FormOf<S>
      /** Le refus d’un départ revient sous le lien dont il parle, et sous lui seul. */
      const fd = (l: LienCommun) =>
        form(depart, revenu?.form.values.get('lien')?.[0] === l.id ? 'quitter' : '')
      const membres = liens.filter((l) => l.sens === 'commun')
      const siens = liens.filter((l) => l.sens === 'membre')
      const fr = form(regle, 'regler', { texte: r?.texte ?? regleProposee, forme: r?.forme ?? 'organisme' })
      const fi = form(invitation, 'inviter')
      return (
        <Page
          title="Organisme commun"
          lede="Plusieurs coopératives portent ensemble un organisme de formation, ou un groupement d’employeurs : il a ses contrats, ses factures et, s’il forme, sa déclaration d’activité et son certificat. Chacune n’y voit que ses dossiers."
          alert={revenu?.form.alert}
        >
          {siens.map((l) => (
            <Membre l={l} dirige={dirige} ici={ici} form={fd(l)} />
          ))}
          {tableaux.map((t) => (
            <TableauCommun t={t} annee={annee} />
          ))}
          {membres.length === 0 ? null : (
            <Section
              titre="Les membres"
              id="membres"
              sous="Chacune a son enseigne : invitez ses personnes pour cette enseigne seule."
            >
              <Table
                legende="Les coopératives membres"
                lignes={membres}
                colonnes={[
                  { titre: 'Coopérative', entete: true, cell: (l) => l.nomMembre },
                  { titre: 'Enseigne', cell: (l) => l.nomEnseigne },
                  { titre: 'État', cell: (l) => <Etat etat={marque[l.etat]} mot={etatsDeMembre[l.etat]} /> },
                  {
                    titre: 'Texte accepté',
                    cell: (l) =>
                      l.rangAccepte
                        ? `version ${l.rangAccepte}${l.rangAccepte === l.rang ? '' : ', à relire'}`
                        : 'aucun',
                  },
                  {
                    titre: 'Depuis',
                    cell: (l) => (l.reponduLe ? jourDe(l.reponduLe) : `invitée le ${jourDe(l.inviteLe)}`),
                  },
                ]}
              />
              <p>
                <a href={equipeUrl()}>Inviter les personnes d’une membre</a>,{' '}
                <a href={enseignesUrl()}>voir les enseignes</a>
              </p>
              {dirige
                ? membres
                    .filter(vif)
                    .map((l) => (
                      <Partir
                        l={l}
                        ici={ici}
                        form={fd(l)}
                        libelle={`${l.etat === 'invite' ? 'Retirer l’invitation' : 'Mettre fin à l’appartenance'} ${de(l.nomMembre)}`}
                      />
                    ))
                : null}
            </Section>
          )}
          {dirige && r ? (
            <Section
              titre="Inviter une coopérative"
              id="inviter"
              sous="Elle lit qui répond de quoi, puis accepte ou refuse."
            >
              <Form
                form={fi}
                action={`${ici}/inviter`}
                noms={{ siret: 'SIRET', nom: 'Enseigne' }}
                classe="suite-f"
              >
                <Field form={fi} name="siret" label="Son SIRET" inputmode="numeric" />
                <Field form={fi} name="nom" label="Le nom de son enseigne chez vous" maxlength={120} />
                <p>
                  <Button genre="call">Inviter</Button>
                </p>
              </Form>
            </Section>
          ) : null}
          {dirige && siens.every((l) => l.etat !== 'membre') ? (
            <Section
              titre="Qui répond de quoi"
              id="regle"
              sous={
                r
                  ? `Version ${r.rang}, du ${jourDe(r.ecriteLe)}. Un texte changé devient une version de plus, que chaque membre accepte.`
                  : 'À écrire si votre coopérative est un organisme commun. Proposé ici, à relire et à changer.'
              }
            >
              <Form form={fr} action={`${ici}/regler`} noms={{ texte: 'Texte' }} classe="suite-f">
                <RadioGroup
                  form={fr}
                  name="forme"
                  label="Ce que les membres portent ensemble"
                  options={Object.entries(formesDeCommun).map(([value, label]) => ({ value, label }))}
                />
                <TextArea
                  form={fr}
                  name="texte"
                  label="Le texte que chaque membre accepte"
                  rows={12}
                  hint="resté celui que nous proposons, c’est celui de la forme cochée qui s’écrit"
                />
                <details class="volet">
                  <summary>Le texte proposé d’un groupement d’employeurs</summary>
                  <p class="note">{SOLIDARITE}</p>
                  {regleDuGroupement.split('\n').map((x) => (
                    <p>{x}</p>
                  ))}
                </details>
                <p>
                  <Button genre="call">{r ? 'Écrire une nouvelle version' : 'Écrire ce texte'}</Button>
                </p>
              </Form>
            </Section>
          ) : null}
        </Page>
      )
    },
    gestes: {
      regler: petitGeste<typeof regle, Lu, void>({
        champs: regle,
        droit: 'delegations.donner',
        faire: (tx, { data, le }: Envoi<Lu, z.output<typeof regle>>) =>
          reglerCommun(tx, data.texte, data.forme, le),
        suite: () => ({ vers: communUrl(), dit: { genre: 'fait', fort: 'Qui répond de quoi est écrit.' } }),
      }),
      inviter: petitGeste<typeof invitation, Lu, void>({
        champs: invitation,
        droit: 'delegations.donner',
        faire: (tx, { data, cle, visiteur, le }: Envoi<Lu, z.output<typeof invitation>>) =>
          inviterMembreCommun(services, tx, {
            id: cle as MembreCommunId,
            siret: data.siret,
            nom: data.nom,
            visiteur,
            le,
          }),
        suite: () => ({
          vers: communUrl(),
          dit: {
            genre: 'fait',
            fort: 'La coopérative est invitée.',
            suite: 'Sa direction répond depuis la même page, chez elle.',
          },
        }),
      }),
      repondre: petitGeste<typeof reponse, Lu, void>({
        champs: reponse,
        droit: 'delegations.donner',
        faire: async (tx, { lu, data, le }: Envoi<Lu, z.output<typeof reponse>>) => {
          const id = asId<'MembreCommun'>(data.lien)
          const l = lu.liens.find((x) => x.id === id && x.sens === 'membre')
          return repondreAInvitation(tx, l, { oui: data.oui === 'oui', rang: data.rang }, le)
        },
        suite: () => ({ vers: communUrl(), dit: { genre: 'fait', fort: 'Votre réponse est donnée.' } }),
      }),
      quitter: petitGeste<typeof depart, Lu, void>({
        champs: depart,
        droit: 'delegations.donner',
        faire: async (tx, { lu, data, le }: Envoi<Lu, z.output<typeof depart>>) => {
          const id = asId<'MembreCommun'>(data.lien)
          const l = lu.liens.find((x) => x.id === id)
          return quitterCommun(tx, l, data.motif, le)
        },
        suite: () => ({
          vers: communUrl(),
          dit: { genre: 'fait', fort: 'C’est fini.', suite: 'Les dossiers restent à l’organisme commun.' },
        }),
      }),
    },
  })
