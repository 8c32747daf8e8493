import { formaterDate } from '#kernel/dates.ts'
import { plier } from '#kernel/texte.ts'
import { liste, mots, parmi } from '#modules/organisme/index.ts'
import { ButtonLink, Empty, Etat } from '#web/components.tsx'
import { lireAppels } from '../db/appels.ts'
import { type Appel, direJours, direPrix, etatDAppel, motsDAppel } from '../domain/appels.ts'
import { dernierJour } from '../domain/courant.ts'
import { appelsUrl, appelUrl, missionsUrl, nouvelAppelUrl, vivierUrl } from '../liens.ts'
import { phraseVivier } from './vivier.page.tsx'

const etats = { ouvert: 'on y répond', echu: 'à choisir', pourvu: 'pourvu', retire: 'retiré' } as const
const dates = (a: Appel) => a.dates.map((d) => direJours(d.jours)).join(' ; ou ')

export const appelsPage = liste({
  lien: appelsUrl,
  droit: 'vivier.lire',
  ferme: phraseVivier,
  titre: 'Appels à intervention',
  lede: 'Une coopérative du pôle cherche qui intervienne pour elle. Une personne répond, ou sa coopérative pour elle ; rien ne s’engage sans les deux.',
  legende: 'Les appels à intervention qui se lisent d’ici, les plus récents d’abord',
  chercher: 'Chercher un appel',
  filtres: { q: mots('Sujet, lieu, coopérative'), etat: parmi(etats, 'tous', 'État') },
  async lire(tx, { q, etat }, page, taille, { le }) {
    const rang = (a: Appel) => `${a.publieLe.toISOString()} ${a.appel}`
    const repere = page.cle?.join(' ')
    const avant = page.sens === 'avant'
    const lignes = (await lireAppels(tx))
      .filter((a) => {
        const texte = plier(`${a.objet} ${a.lieu} ${a.cooperative} ${a.publics}`)
        return (
          (etat === undefined || etatDAppel(a, le) === etat) &&
          plier(q)
            .split(' ')
            .every((m) => texte.includes(m))
        )
      })
      .toSorted((a, b) => (rang(a) > rang(b) ? -1 : 1))
      .filter((a) => repere === undefined || (avant ? rang(a) > repere : rang(a) < repere))
    return (avant ? lignes.toReversed() : lignes).slice(0, taille + 1)
  },
  cle: (a) => [a.publieLe.toISOString(), a.appel],
  colonnes: [
    {
      titre: 'Appel',
      entete: true,
      cell: (a) => (
        <>
          <a href={appelUrl({ appel: a.appel })}>{a.objet}</a> <small>{a.cooperative}</small>
        </>
      ),
      csv: (a) => a.objet,
    },
    { titre: 'Coopérative', csv: (a) => a.cooperative },
    { titre: 'Quand', cell: dates, csv: dates },
    { titre: 'Où', cell: (a) => a.lieu, csv: (a) => a.lieu },
    { titre: 'Prix', cell: direPrix, csv: direPrix },
    {
      titre: 'Réponses',
      cell: (a) => (
        <>
          {a.reponses === null ? '' : `${a.reponses}, `}jusqu’au soir du{' '}
          {formaterDate(dernierJour(a.jusquAu), 'court')}
        </>
      ),
      csv: (a) => a.reponses,
    },
    { titre: 'On répond jusqu’au', csv: (a) => dernierJour(a.jusquAu) },
    {
      titre: 'État',
      cell: (a, { le }) => {
        const [etat, mot] = motsDAppel[etatDAppel(a, le)]
        return <Etat etat={etat} mot={mot} />
      },
      csv: (a, { le }) => etats[etatDAppel(a, le)],
    },
  ],
  outils: ({ peut }) => [
    peut('appels.tenir') && { libelle: 'Publier un appel', href: nouvelAppelUrl() },
    { libelle: 'Missions', href: missionsUrl() },
    { libelle: 'Vivier', href: vivierUrl() },
  ],
  rien: ({ peut }) => (
    <Empty
      titre="Aucun appel ne se lit d’ici."
      {...(peut('appels.tenir') && {
        gestes: <ButtonLink href={nouvelAppelUrl()}>Publier un appel</ButtonLink>,
      })}
    >
      Un appel se lit du pôle, de coopératives ou de personnes choisies. Qui forme et tient une fiche du
      vivier y répond.
    </Empty>
  ),
  sansReponse: () => (
    <div class="vide">
      <p>Aucun appel ne répond à cette recherche.</p>
    </div>
  ),
})
