import { centimes, formaterMontant, montantDecimal } from '#kernel/montant.ts'
import { plier } from '#kernel/texte.ts'
import { type Droit, liste, mots, parmi } from '#modules/organisme/index.ts'
import { ButtonLink, Empty, Etat } from '#web/components.tsx'
import { lireMissions } from '../db/appels.ts'
import { direJours } from '../domain/appels.ts'
import { formes } from '../domain/formes/formes.ts'
import { etatAu, etatsDeMission, joursDe, type Mission } from '../domain/missions.ts'
import { appelsUrl, missionsUrl, missionUrl, vivierUrl } from '../liens.ts'

/** Qui lit des missions : qui cherche au vivier, et la comptabilité, celles que sa coopérative facture. */
export const litLesMissions = (peut: (droit: Droit) => boolean): boolean =>
  peut('vivier.lire') || peut('facturation.preparer')
export const phraseDesMissions = 'Qui prépare des sessions, ou facture ce qui fut fait, lit les missions.'

const sens = { recoit: 'nous recevons', envoie: 'nous envoyons' } as const
const nomDeForme = (m: Mission) => formes.find((f) => f.code === m.forme)?.nom ?? m.forme
const avec = (m: Mission) => (m.moi === 'recoit' ? m.envoyeur : m.receveur)
const euros = (m: Mission) => montantDecimal(centimes(m.faitCentimes ?? m.prix))

export const missionsPage = liste({
  lien: missionsUrl,
  droit: 'pole.lire',
  entre: ({ peut }) => litLesMissions(peut),
  ferme: phraseDesMissions,
  titre: 'Missions',
  lede: 'Des personnes d’une coopérative interviennent pour une autre. Les deux coopératives et la personne les lisent ; aucune autre.',
  legende: 'Les missions reçues et envoyées, par date',
  chercher: 'Chercher une mission',
  filtres: { q: mots('Sujet, personne, coopérative'), sens: parmi(sens, 'les deux', 'Sens') },
  async lire(tx, { q, sens: voulu }, page, taille) {
    const rang = (m: Mission) => `${m.creneaux[0]?.[0] ?? ''} ${m.mission}`
    const repere = page.cle?.join(' ')
    const avant = page.sens === 'avant'
    const lignes = (await lireMissions(tx))
      .filter((m) => {
        const texte = plier(`${m.objet} ${m.nom} ${m.envoyeur} ${m.receveur} ${m.lieu}`)
        return (
          (voulu === undefined || m.moi === voulu) &&
          plier(q)
            .split(' ')
            .every((x) => texte.includes(x))
        )
      })
      .toSorted((a, b) => (rang(a) > rang(b) ? -1 : 1))
      .filter((m) => repere === undefined || (avant ? rang(m) > repere : rang(m) < repere))
    return (avant ? lignes.toReversed() : lignes).slice(0, taille + 1)
  },
  cle: (m) => [m.creneaux[0]?.[0] ?? '', m.mission],
  colonnes: [
    {
      titre: 'Mission',
      entete: true,
      cell: (m) => (
        <>
          <a href={missionUrl({ mission: m.mission })}>{m.objet}</a> <small>{m.nom}</small>
        </>
      ),
      csv: (m) => m.objet,
    },
    { titre: 'Personne', csv: (m) => m.nom },
    { titre: 'Avec', cell: (m) => `${avec(m)}, ${sens[m.moi]}`, csv: avec },
    { titre: 'Sens', csv: (m) => sens[m.moi] },
    { titre: 'Quand', cell: (m) => direJours(joursDe(m)), csv: (m) => direJours(joursDe(m)) },
    { titre: 'Forme', cell: nomDeForme, csv: nomDeForme },
    {
      titre: 'Hors taxes',
      nombre: true,
      cell: (m) => formaterMontant(centimes(m.faitCentimes ?? m.prix)),
      csv: euros,
    },
    {
      titre: 'État',
      cell: (m, { le }) => {
        const [etat, mot] = etatsDeMission[etatAu(m, le)]
        return <Etat etat={etat} mot={mot} />
      },
      csv: (m, { le }) => etatsDeMission[etatAu(m, le)][1],
    },
  ],
  outils: ({ peut }) =>
    peut('vivier.lire')
      ? [
          { libelle: 'Appels', href: appelsUrl() },
          { libelle: 'Vivier', href: vivierUrl() },
        ]
      : [],
  rien: ({ peut }) => (
    <Empty
      titre="Aucune mission encore."
      {...(peut('vivier.lire') && {
        gestes: <ButtonLink href={appelsUrl()}>Lire les appels</ButtonLink>,
      })}
    >
      Une mission naît d’un appel, quand une réponse y est retenue.
    </Empty>
  ),
  sansReponse: () => (
    <div class="vide">
      <p>Aucune mission ne répond à cette recherche.</p>
    </div>
  ),
})
