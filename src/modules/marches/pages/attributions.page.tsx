import { centimes, formaterMontant, montantDecimal } from '#kernel/montant.ts'
import { plier } from '#kernel/texte.ts'
import { liste, mots, parmi } from '#modules/organisme/index.ts'
import { attributionsPubliees } from '../db/avis.ts'
import type { AvisLu } from '../domain/avis.ts'
import { adressePubliee, motForme, type Precedent } from '../domain/veille.ts'
import { attributionsUrl } from '../liens.ts'
import { direParution } from './commun.tsx'

type Ligne = Precedent & {
  readonly acheteur: string
  readonly objet: string
  readonly cle: string
  readonly rang: string
}

/** Une ligne par attribution : le montant n’est écrit qu’où il est publié, et une fois. */
const lignesDe = (lus: readonly AvisLu[]): readonly Ligne[] =>
  lus.flatMap(({ avis }) =>
    avis.attributions.map((attribution, i) => ({
      idweb: avis.idweb,
      parution: avis.parution,
      attribution,
      acheteur: avis.acheteur.nom ?? 'acheteur non publié',
      objet: avis.objet ?? '',
      cle: avis.parution ?? '0000',
      rang: `${avis.idweb} ${String(i).padStart(4, '0')}`,
    })),
  )
const titulaires = (l: Ligne) =>
  l.attribution.sansSuite
    ? 'sans suite'
    : l.attribution.titulaires.map((t) => t.nom).join(', ') || 'non publié'
const forme = (l: Ligne) => (l.attribution.sansSuite ? '' : motForme[l.attribution.forme])

export const attributionsPage = liste({
  lien: attributionsUrl,
  droit: 'marches.lire',
  titre: 'Qui a remporté quoi',
  lede: 'Les attributions que les acheteurs ont publiées, seules ou groupées. Rien d’autre : jamais le prix d’une coopérative.',
  section: { titre: 'Attributions', id: 'attributions' },
  legende: 'Les attributions publiées, les plus récentes d’abord',
  chercher: 'Chercher une attribution',
  filtres: { q: mots('Acheteur, titulaire, objet'), forme: parmi(motForme, 'toutes', 'Comment') },
  async lire(tx, { q, forme: voulue }, page, taille) {
    const range = (l: Ligne) => `${l.cle} ${l.rang}`
    const [cle, id] = page.cle ?? []
    const repere = page.cle && `${cle} ${id}`
    const avant = page.sens === 'avant'
    const lignes = lignesDe(await attributionsPubliees(tx))
      .filter((l) => {
        const texte = plier(`${l.acheteur} ${titulaires(l)} ${l.objet} ${l.idweb}`)
        return (
          (voulue === undefined || (!l.attribution.sansSuite && l.attribution.forme === voulue)) &&
          plier(q)
            .split(' ')
            .every((m) => texte.includes(m))
        )
      })
      .toSorted((a, b) => (range(a) > range(b) ? -1 : 1))
      .filter((l) => repere === undefined || (avant ? range(l) > repere : range(l) < repere))
    return (avant ? lignes.toReversed() : lignes).slice(0, taille + 1)
  },
  cle: (l) => [l.cle, l.rang],
  idSur: () => true,
  colonnes: [
    { titre: 'Titulaire', entete: true, cell: titulaires, csv: titulaires },
    { titre: 'Comment', cell: forme, csv: forme },
    {
      titre: 'Acheteur',
      cell: (l) => (
        <>
          {l.acheteur}{' '}
          <small>
            {l.objet}
            {l.attribution.lot === null ? '' : `, lot ${l.attribution.lot}`}
          </small>
        </>
      ),
      csv: (l) => l.acheteur,
    },
    { titre: 'objet', csv: (l) => l.objet },
    { titre: 'lot', csv: (l) => l.attribution.lot },
    {
      titre: 'Avis',
      cell: (l) => {
        const url = adressePubliee(l.idweb)
        return (
          <>
            {url === null ? (
              l.idweb
            ) : (
              <a href={url} rel="noreferrer">
                {l.idweb}
              </a>
            )}{' '}
            <small>{direParution(l.parution)}</small>
          </>
        )
      },
      csv: (l) => l.idweb,
    },
    { titre: 'parution', csv: (l) => l.parution },
    {
      titre: 'Montant publié',
      nombre: true,
      cell: (l) => (l.attribution.montant === null ? '' : formaterMontant(centimes(l.attribution.montant))),
      csv: (l) => (l.attribution.montant === null ? '' : montantDecimal(centimes(l.attribution.montant))),
    },
  ],
  sansReponse: ({ q }) => (
    <div class="vide">
      <p>
        {q === ''
          ? 'Aucune attribution publiée n’est encore arrivée.'
          : 'Aucune attribution ne répond à ces mots.'}
      </p>
    </div>
  ),
})
