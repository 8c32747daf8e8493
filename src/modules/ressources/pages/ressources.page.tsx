import { formaterDate } from '#kernel/dates.ts'
import { plier } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { liste, mots, parmi } from '#modules/organisme/index.ts'
import { etatDuLivrable, etatsLivrable, licences } from '#modules/pole/index.ts'
import { ButtonLink, Empty, Etat } from '#web/components.tsx'
import { lireRessources } from '../db/ressources.ts'
import { type GenreDeRessource, genres, type Ressource } from '../domain/ressources.ts'
import { copiesUrl, deposerUrl, ressourcesUrl, ressourceUrl, tensionsUrl } from '../liens.ts'

const avisDe = (r: Pick<Ressource, 'bonnes' | 'aReprendre'>) => [
  ...Array.from({ length: r.bonnes }, () => 'bon' as const),
  ...Array.from({ length: r.aReprendre }, () => 'a-reprendre' as const),
]
/** Relu, à relire, à reprendre, périmé : de la dernière version. */
export const etatDe = (r: Pick<Ressource, 'bonnes' | 'aReprendre' | 'valableAu'>, le: Date) =>
  etatsLivrable[etatDuLivrable(r, avisDe(r), jourLocal(le, ZONE_PAR_DEFAUT))]
const nomsDesGenres = Object.fromEntries(Object.entries(genres).map(([cle, g]) => [cle, g.nom])) as Record<
  GenreDeRessource,
  string
>

export const ressourcesPage = liste({
  lien: ressourcesUrl,
  droit: 'pole.lire',
  titre: 'Ressources du pôle',
  lede: 'Ce que les coopératives de vos pôles mettent en commun : supports, déroulés, modèles. Chacune en prend une copie à elle, et dit d’où elle vient.',
  legende: 'Les documents mis en commun, par titre',
  chercher: 'Chercher un document',
  filtres: { q: mots('Titre, auteurs, public'), genre: parmi(nomsDesGenres, 'tous les genres', 'Genre') },
  async lire(tx, { q, genre }, page, taille) {
    const rang = (r: Ressource) => `${plier(r.titre)} ${r.id}`
    const repere = page.cle?.join(' ')
    const avant = page.sens === 'avant'
    const lignes = (await lireRessources(tx))
      .filter((r) => {
        const texte = plier(`${r.titre} ${r.auteurs} ${r.publics} ${r.cooperative} ${r.prerequis}`)
        return (
          r.retireeLe === null &&
          (genre === undefined || r.genre === genre) &&
          plier(q)
            .split(' ')
            .every((m) => texte.includes(m))
        )
      })
      .toSorted((a, b) => (rang(a) < rang(b) ? -1 : 1))
      .filter((r) => repere === undefined || (avant ? rang(r) < repere : rang(r) > repere))
    return (avant ? lignes.toReversed() : lignes).slice(0, taille + 1)
  },
  cle: (r) => [plier(r.titre), r.id],
  colonnes: [
    {
      titre: 'Document',
      entete: true,
      cell: (r) => (
        <>
          <a href={ressourceUrl({ ressource: r.id })}>{r.titre}</a> <small>{r.cooperative}</small>
        </>
      ),
      csv: (r) => r.titre,
    },
    { titre: 'Coopérative', csv: (r) => r.cooperative },
    { titre: 'Genre', cell: (r) => genres[r.genre].nom, csv: (r) => genres[r.genre].nom },
    { titre: 'Auteurs', cell: (r) => r.auteurs, csv: (r) => r.auteurs },
    { titre: 'Licence', cell: (r) => licences[r.licence].nom, csv: (r) => licences[r.licence].nom },
    { titre: 'Version', nombre: true, cell: (r) => r.rang, csv: (r) => r.rang },
    {
      titre: 'État',
      cell: (r, { le }) => (
        <>
          <Etat {...etatDe(r, le)} />
          {r.valableAu ? <small> droit vérifié jusqu’au {formaterDate(r.valableAu)}</small> : null}
        </>
      ),
      csv: (r, { le }) => etatDe(r, le).mot,
    },
    { titre: 'Droit vérifié jusqu’au', csv: (r) => r.valableAu },
    {
      titre: 'Notre copie',
      cell: (r) =>
        r.notreCopie === null
          ? ''
          : r.notreCopie < r.rang
            ? `version ${r.notreCopie}, une plus récente existe`
            : `version ${r.notreCopie}`,
      csv: (r) => r.notreCopie,
    },
  ],
  outils: ({ peut }) => [
    peut('ressources.tenir') && { libelle: 'Mettre un document en commun', href: deposerUrl() },
    { libelle: 'Nos copies', href: copiesUrl() },
    peut('vivier.lire') && { libelle: 'Ce que le pôle cherche sans trouver', href: tensionsUrl() },
  ],
  sansReponse: () => 'Aucun document en commun ne répond à cette recherche.',
  rien: ({ peut }) => (
    <Empty
      titre="Rien n’est encore en commun dans vos pôles."
      {...(peut('ressources.tenir') && {
        gestes: <ButtonLink href={deposerUrl()}>Mettre un document en commun</ButtonLink>,
      })}
    >
      <p>
        Un support, un déroulé, un modèle de convention ou de livret : avec ses auteurs, sa licence, et la
        date jusqu’où son droit est vérifié.
      </p>
    </Empty>
  ),
})
