import { formaterDate } from '#kernel/dates.ts'
import { plier } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { liste, mots } from '#modules/organisme/index.ts'
import { ButtonLink, Empty, Etat } from '#web/components.tsx'
import { lireAchats } from '../db/achats.ts'
import { type Achat, etatDAchat, etatsDAchat, genresDAchat } from '../domain/achats.ts'
import { achatsUrl, achatUrl, ouvrirAchatUrl, tensionsUrl } from '../liens.ts'

/** Où en est l’achat, en une marque et un mot. */
export const marqueDAchat = (a: Achat, le: Date) => {
  const [etat, mot] = etatsDAchat[etatDAchat(a, jourLocal(le, ZONE_PAR_DEFAUT))]
  return { etat, mot } as const
}
const quand = (a: Achat) => a.rejoindreJusquAu ?? a.volumesJusquAu

export const achatsPage = liste({
  lien: achatsUrl,
  droit: 'echanges.lire',
  titre: 'Achats du pôle',
  lede: 'Ce que des coopératives achètent ensemble. Jusqu’à la clôture, chacune lit seule ce qu’elle prendrait ; personne n’y dit ce qu’elle vend.',
  legende: 'Les achats préparés ensemble, le plus récent d’abord',
  chercher: 'Chercher un achat',
  filtres: { q: mots('Objet, besoin') },
  async lire(tx, { q }, page, taille) {
    const rang = (a: Achat) => `${a.ouvertLe.toISOString()} ${a.id}`
    const repere = page.cle?.join(' ')
    const avant = page.sens === 'avant'
    const lignes = (await lireAchats(tx))
      .filter((a) => {
        const texte = plier(`${a.objet} ${a.besoin} ${a.cooperative} ${genresDAchat[a.genre]}`)
        return plier(q)
          .split(' ')
          .every((m) => texte.includes(m))
      })
      .toSorted((a, b) => (rang(a) > rang(b) ? -1 : 1))
      .filter((a) => repere === undefined || (avant ? rang(a) > repere : rang(a) < repere))
    return (avant ? lignes.toReversed() : lignes).slice(0, taille + 1)
  },
  cle: (a) => [a.ouvertLe.toISOString(), a.id],
  colonnes: [
    {
      titre: 'Achat',
      entete: true,
      cell: (a) => (
        <>
          <a href={achatUrl({ achat: a.id })}>{a.objet}</a> <small>{a.cooperative}</small>
        </>
      ),
      csv: (a) => a.objet,
    },
    { titre: 'Conduit par', csv: (a) => a.cooperative },
    { titre: 'Genre', cell: (a) => genresDAchat[a.genre], csv: (a) => genresDAchat[a.genre] },
    {
      titre: 'État',
      cell: (a, { le }) => <Etat {...marqueDAchat(a, le)} />,
      csv: (a, { le }) => marqueDAchat(a, le).mot,
    },
    { titre: 'Jusqu’au', cell: (a) => formaterDate(quand(a)), csv: quand },
    {
      titre: 'Nous',
      cell: (a) =>
        a.notrePart !== null
          ? `rejoint, ${a.unite} : ${a.notrePart}`
          : a.notreVolume !== null
            ? `${a.unite} : ${a.notreVolume}`
            : '',
      csv: (a) => a.notrePart ?? a.notreVolume,
    },
  ],
  outils: ({ peut }) => [
    peut('achats.tenir') && { libelle: 'Ouvrir un achat', href: ouvrirAchatUrl() },
    peut('vivier.lire') && { libelle: 'Ce que le pôle cherche sans trouver', href: tensionsUrl() },
  ],
  sansReponse: () => 'Aucun achat ne répond à cette recherche.',
  rien: ({ peut }) => (
    <Empty
      titre="Aucun achat n’est encore préparé dans vos pôles."
      {...(peut('achats.tenir') && {
        gestes: <ButtonLink href={ouvrirAchatUrl()}>Ouvrir un achat</ButtonLink>,
      })}
    >
      <p>
        Un certificateur, une assurance, un logiciel, un poste de coordination : dites le besoin, chacune dit
        ce qu’elle prendrait.
      </p>
    </Empty>
  ),
})
