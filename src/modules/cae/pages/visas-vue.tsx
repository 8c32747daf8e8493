/** La file des visas : ce qui attend, ses filtres, le lot. */
import { z } from 'zod'
import { asId, type Id, type PersonneId } from '#kernel/id.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { accorder, compter, enumerer } from '#kernel/texte.ts'
import type { Adhesion } from '#modules/comptes/index.ts'
import { nomDuGenre } from '#modules/documents/index.ts'
import { asRole, roles } from '#modules/organisme/index.ts'
import { Actions, Alert, Empty, Exporter, FilterField, Filters, Form, Page, Table } from '#web/components.tsx'
import type { FormOf } from '#web/form.ts'
import { withQuery } from '#web/links.ts'
import { FILE_MAX, type PieceAViser } from '../db/visas.ts'
import type { GenreAViser } from '../domain/file-des-visas.ts'
import { direAttente, LOT_MAX, type Lot } from '../domain/plafonds.ts'
import type { Visee } from '../gestes/viser.ts'
import { absencesUrl, plafondsUrl, visasCsvUrl, visasDonnesUrl, visasUrl, viserUrl } from '../liens.ts'

export const fields = z.object({
  pieces: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .transform((v) =>
      (typeof v === 'string' ? [v] : (v ?? [])).flatMap((x) => asId<'Piece'>(x) ?? ([] as Id<'Piece'>[])),
    ),
})
export type Formulaire = FormOf<typeof fields>
export type Filtres = {
  readonly q: string
  readonly genre: string
  readonly enseigne: string
  readonly auMoins: string
  readonly age: string
  readonly tri: string
}

/** Une ligne de la file : une pièce, une facture, ou ce qui engage sans pièce émise ici. */
type Ligne = Pick<
  PieceAViser,
  'id' | 'numero' | 'genre' | 'montant' | 'emiseLe' | 'enseigne' | 'ouverte' | 'permis'
> & {
  readonly href: string
  readonly nom: string
  readonly qui: string
  /** Après le nom : ce qui retient la personne qui lit. */
  readonly suite: string
}
const retenues: Readonly<Record<string, string>> = {
  'au-dessus': ', au-dessus de votre plafond',
  cumul: ', au-dessus de votre plafond',
  'sans-plafond': ', vous n’avez plus de plafond de ce genre',
}
const auDessus = (pourquoi: string | null): string => retenues[pourquoi ?? ''] ?? ''
const seconds: Readonly<Record<string, string>> = {
  premier: ', vous avez donné le premier visa, ou en votre nom',
  auteur: ', la vôtre\u00a0: une autre personne donne le second visa',
}
const direVisa = (x: PieceAViser): string =>
  `${x.premier === null ? '' : (seconds[x.pourquoi ?? ''] ?? ', second visa')}${auDessus(x.pourquoi)}`

/** Ce qu’attend encore ce que l’on vient de viser : une seconde personne, des conditions, ou rien. */
export const direSuite = (p: Visee, sous: boolean): string => {
  const conditions = !sous
    ? ''
    : p.sorte === 'objet'
      ? 'Rien ne nous engage avant que vos conditions soient remplies.'
      : 'La personne dit quand vos conditions sont remplies : d’ici là, rien ne part.'
  if (p.aDeux)
    return `Une autre personne donne encore le second${p.sorte === 'objet' ? ' : rien ne nous engage avant' : ' : rien ne part avant'}. ${conditions}`.trim()
  return (
    conditions ||
    (p.sorte === 'objet'
      ? 'Ce qui n’attend plus personne engage la coopérative.'
      : 'Ce qui n’attend plus personne peut partir au client.')
  )
}

/** Ce qu’un lot a visé, et ce qui en attend encore le second visa. */
export const direLot = ({ visees, aDeux }: Lot): { readonly fort: string; readonly suite: string } => ({
  fort: `Visa accordé à ${compter(visees.length, 'pièce')}.`,
  suite:
    aDeux === 0
      ? 'Ce qui n’attend plus personne vaut : une pièce peut partir, le reste engage la coopérative.'
      : `${aDeux} ${aDeux > 1 ? 'attendent' : 'attend'} encore le second visa, d’une autre personne${aDeux < visees.length ? ' ; les autres valent' : ''}.`,
})

/** Une personne de la coopérative, comme la page la nomme. */
export const nomDuCompte = (membres: readonly Adhesion[], compte: PersonneId): string => {
  const m = membres.find((x) => x.compte === compte)
  return m ? `${m.prenom} ${m.nom}`.trim() || m.courriel : 'Personne partie'
}

/** Les rôles qu’une personne tenait le jour d’un visa, tels qu’ils furent gardés ; vide, la base ne les gardait pas encore. */
export const direRoles = (tenus: readonly string[] | null): string =>
  enumerer(
    (tenus ?? []).map((texte) => {
      const role = asRole(texte)
      return role ? roles[role].nom : texte
    }),
  )

/** La valeur du choix « enseigne » qui garde ce qui n’est d’aucune : missions, biens, achats. */
export const SANS_ENSEIGNE = 'cooperative'

/** La file, les pièces ouvertes déjà cochées : cinquante au plus, celles que la personne peut viser. */
const lotOuvert = (filtres: Partial<Filtres> = {}): string =>
  withQuery(visasUrl(), { ...filtres, lot: 'ouvertes' })
export const LOT_OUVERT = lotOuvert()
/** La file, telle que la personne l’a choisie : le lot y revient. */
export const filtree = (filtres: Filtres): string => withQuery(visasUrl(), filtres)

/** Le genre de ce qui se vise ; d’un objet, son module le nomme. */
export const nommer = (
  x: Pick<PieceAViser, 'sorte' | 'genre' | 'detail'>,
  genres: readonly GenreAViser[],
): string =>
  (x.sorte === 'objet' ? genres.find((g) => g.genre === x.genre)?.nom(x.detail) : undefined) ??
  nomDuGenre(x.genre)

export const enLignes = (pieces: readonly PieceAViser[], genres: readonly GenreAViser[]): readonly Ligne[] =>
  pieces.map((x) => ({
    ...x,
    href: viserUrl({ piece: x.id }),
    nom: x.sorte === 'facture' ? 'avant son émission' : nommer(x, genres),
    qui: x.client ?? x.libelle,
    suite: direVisa(x),
  }))

const prix = (p: Pick<PieceAViser, 'montant'>) =>
  p.montant === null ? '' : formaterMontant(centimes(p.montant))
const heuresDepuis = (le: Date, maintenant: Date) =>
  Math.max(0, Math.floor((maintenant.getTime() - le.getTime()) / 3_600_000))

const Tete = ({
  toutes,
  deborde,
  mediane,
  maintenant,
}: {
  toutes: readonly Ligne[]
  deborde: boolean
  mediane: number | undefined
  maintenant: Date
}) => {
  const total = toutes.reduce((t, p) => t + (p.montant ?? 0), 0)
  const ancienne = toutes[0]
  return (
    <>
      {ancienne
        ? `${deborde ? 'Les plus anciennes, pour' : 'Pour'} ${formaterMontant(centimes(total))}, la première depuis ${direAttente(heuresDepuis(ancienne.emiseLe, maintenant))}. `
        : ''}
      {mediane === undefined
        ? 'Rien ne part au client avant un visa.'
        : `Depuis trente jours, la moitié des visas arrivent en ${mediane < 1 ? direAttente(mediane) : `${direAttente(mediane)} ou moins`}.`}
    </>
  )
}

const options = (valeurs: readonly (readonly [string, string])[], tous: string) => [
  { value: '', label: tous },
  ...[...new Map(valeurs)].map(([value, label]) => ({ value, label })),
]

export const File = (p: {
  toutes: readonly Ligne[]
  /** Plus de pièces attendent que la file n’en montre. */
  deborde: boolean
  /** Celles que les filtres gardent. */
  pieces: readonly Ligne[]
  /** Les enseignes qui ont une pièce en attente, pour le choix. */
  enseignes: readonly (readonly [string, string])[]
  filtres: Filtres
  mediane: number | undefined
  maintenant: Date
  form: Formulaire
  lot?: Lot
  /** Les pièces ouvertes viennent cochées. */
  cocher?: boolean
}) => {
  const { pieces } = p
  const ouvertes = pieces.filter((x) => x.ouverte && x.permis).slice(0, LOT_MAX)
  const coches = new Set(p.cocher ? ouvertes.map((x) => x.id) : [])
  const n = p.toutes.length
  const lot = p.lot && p.lot.visees.length > 0 ? direLot(p.lot) : undefined
  return (
    <Page
      title={
        n === 0
          ? 'Aucune pièce n’attend de visa'
          : p.deborde
            ? `Plus de ${FILE_MAX} pièces attendent un visa`
            : `${compter(n, 'pièce')} ${n > 1 ? 'attendent' : 'attend'} un visa`
      }
      lede={<Tete toutes={p.toutes} deborde={p.deborde} mediane={p.mediane} maintenant={p.maintenant} />}
      alert={p.form.alert}
    >
      {lot ? (
        <Alert genre="fait" fort={lot.fort}>
          {lot.suite}
        </Alert>
      ) : null}
      {p.lot && p.lot.laissees.length > 0 ? (
        <Alert
          genre="mal"
          fort={`${compter(p.lot.laissees.length, 'pièce')} ${accorder(p.lot.laissees.length, 'laissée')}.`}
        >
          {p.lot.laissees.map((l) => `${l.numero} : ${l.phrase}`).join(' ')}
        </Alert>
      ) : null}
      {n === 0 ? (
        <Empty titre="La file est vide">
          Un devis, une convention, un contrat ou un avenant émis par une enseigne arrive ici aussitôt ; une
          facture ou un avoir, dès que son visa est demandé ; une mission, un bien demandé, un achat du pôle
          que l’on rejoint, dès qu’il attend votre réponse.
        </Empty>
      ) : (
        <>
          <Filters label="Choisir des pièces" action={visasUrl()}>
            <FilterField name="q" label="Pièce, enseigne" value={p.filtres.q} />
            <FilterField
              name="genre"
              label="Genre"
              value={p.filtres.genre}
              options={options(
                p.toutes.map((x) => [x.genre, nomDuGenre(x.genre)]),
                'tous',
              )}
            />
            <FilterField
              name="enseigne"
              label="Enseigne"
              value={p.filtres.enseigne}
              options={options(p.enseignes, 'toutes')}
            />
            <FilterField
              name="auMoins"
              label="Prix HT"
              value={p.filtres.auMoins}
              options={[
                { value: '', label: 'tous' },
                ...[1000, 5000, 10_000].map((x) => ({
                  value: String(x),
                  label: `${formaterMontant(centimes(x * 100))} et plus`,
                })),
              ]}
            />
            <FilterField
              name="age"
              label="Attend depuis"
              value={p.filtres.age}
              options={[
                { value: '', label: 'toujours' },
                { value: '1', label: 'un jour et plus' },
                { value: '3', label: 'trois jours et plus' },
                { value: '7', label: 'une semaine et plus' },
              ]}
            />
            <FilterField
              name="tri"
              label="D’abord"
              value={p.filtres.tri}
              options={[
                { value: '', label: 'la plus ancienne' },
                { value: 'montant', label: 'la plus chère' },
              ]}
            />
          </Filters>
          {pieces.length === 0 ? (
            <p>Aucune pièce qui attend ne répond à ce choix.</p>
          ) : (
            <Form form={p.form} classe="" action={filtree(p.filtres)}>
              <p class="note">
                Un lot ne vise que ce que vous avez ouvert, cinquante pièces au plus.{' '}
                {ouvertes.length > 1 && !p.cocher ? (
                  <a href={lotOuvert(p.filtres)}>Cocher {ouvertes.length} pièces ouvertes</a>
                ) : null}
              </p>
              <Table
                legende="Les pièces qui attendent un visa"
                lignes={pieces}
                colonnes={[
                  {
                    titre: 'Dans le lot',
                    cell: (x) => (
                      <input
                        type="checkbox"
                        name="pieces"
                        value={x.id}
                        disabled={!x.ouverte || !x.permis}
                        checked={coches.has(x.id)}
                        aria-label={
                          x.ouverte
                            ? `Mettre ${x.numero} dans le lot`
                            : `${x.numero}, à ouvrir avant de la mettre dans le lot`
                        }
                      />
                    ),
                  },
                  {
                    titre: 'Pièce',
                    entete: true,
                    cell: (x) => (
                      <>
                        <a href={x.href}>{x.numero}</a>{' '}
                        <small>
                          {x.nom}
                          {x.suite}
                        </small>
                      </>
                    ),
                  },
                  {
                    titre: 'Enseigne',
                    cell: (x) => (
                      <>
                        {x.enseigne} <small>{x.qui}</small>
                      </>
                    ),
                  },
                  { titre: 'Prix HT', nombre: true, cell: prix },
                  { titre: 'Depuis', cell: (x) => direAttente(heuresDepuis(x.emiseLe, p.maintenant)) },
                  {
                    titre: 'Aperçu',
                    cell: (x) =>
                      x.ouverte ? (
                        'ouverte'
                      ) : (
                        <a href={x.href}>
                          Ouvrir<span class="unseen"> {x.numero}</span>
                        </a>
                      ),
                  },
                ]}
              />
              <Actions libelle="Accorder le visa aux pièces cochées">
                <a href={plafondsUrl()}>Plafonds de chaque personne</a>{' '}
                <a href={absencesUrl()}>Absences et second visa</a>
              </Actions>
            </Form>
          )}
          <p>
            <Exporter href={visasCsvUrl()} titre="Ce qui attend" quoi="ce qui attend un visa" />
          </p>
        </>
      )}
      <p>
        <Exporter href={visasDonnesUrl()} titre="Qui a visé quoi" quoi="les visas donnés" />
      </p>
      {n === 0 ? (
        <p>
          <a href={plafondsUrl()}>Ce que chaque personne vise seule</a>,{' '}
          <a href={absencesUrl()}>absences et second visa</a>
        </p>
      ) : null}
    </Page>
  )
}
