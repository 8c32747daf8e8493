import {
  ajouterJours,
  type DateCivile,
  direEcart,
  ecartEnJours,
  formaterDate,
  nomDuJour,
} from '#kernel/dates.ts'
import { majuscule } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { motModaliteSeance, partTenue, type SessionLue } from '#modules/sessions/index.ts'
import type { CodeEtat, Stop, Zone } from '#web/components.tsx'
import type { FaitsDeSession } from '#web/contributions.ts'

const court = (jour: DateCivile) => formaterDate(jour, 'court').replace(/ \d{4}$/, '')

/** Délai d'usage, en jours après la dernière séance : la clôture attend l'évaluation à froid. */
const delaiCloture = 90

/** Les arrêts d'une session : sa planification, ses jours, puis ce que les autres modules en font. */
export const ligneDe = (
  s: SessionLue,
  faits: Required<FaitsDeSession>,
  maintenant: Date,
): readonly Zone[] => {
  const auj = jourLocal(maintenant, s.zone)
  // Le premier et le dernier jour de ce qui se tient, comme chaque module les compte : une seule fin sur la ligne.
  const tenue = partTenue(s)
  const debut = tenue.debut ?? s.debut ?? auj
  const fin = tenue.fin ?? s.fin ?? auj
  const planifiee = jourLocal(s.creeLe, s.zone)
  const cloture = ajouterJours(fin, delaiCloture)
  const close = s.etat === 'cloturee' || s.etat === 'archivee'
  const jours = [...new Set(s.seances.map((x) => x.jour))]
  const pendant = jours.map((jour): Stop => {
    const duJour = s.seances.filter((x) => x.jour === jour)
    // Suspendue avant que rien y soit établi, une demi-journée n’est pas à venir : elle ne se tient pas.
    const suspendue = (x: (typeof duJour)[number]) =>
      !x.tenue && x.arreteeA === undefined && !faits.seances.get(x.id)?.emargee
    const etats = duJour.map(
      (x): CodeEtat => (suspendue(x) ? 'sans-objet' : (faits.seances.get(x.id)?.etat ?? 'a-venir')),
    )
    const dits = new Set(duJour.map((x) => x.modalite))
    const comment = duJour.every(suspendue)
      ? 'ne se tient pas'
      : dits.has('distance')
        ? `${dits.size > 1 ? 'en partie ' : ''}${motModaliteSeance.distance}`
        : undefined
    const manque = duJour.flatMap((x) => (suspendue(x) ? [] : (faits.seances.get(x.id)?.manque ?? []))).at(-1)
    return {
      libelle: majuscule(nomDuJour(jour)),
      ...(comment ? { comment } : {}),
      href: '#seances',
      etats,
      date: court(jour),
      iso: jour,
      ecart: direEcart(ecartEnJours(debut, jour)),
      ...(manque === undefined ? {} : { manque }),
      temps: jour === auj ? 'ici' : jour < auj ? 'fait' : 'a-venir',
    }
  })
  // Chaque module apporte les siens : ensemble, ils se rangent par date. Sans date, un arrêt garde sa place.
  const deZone = (zone: 'avant' | 'apres') =>
    faits.arrets
      .filter((a) => a.zone === zone)
      .map((a) => a.arret)
      .toSorted((a, b) => (a.iso && b.iso ? a.iso.localeCompare(b.iso) : 0))
  return [
    {
      titre: 'Avant',
      arrets: [
        {
          libelle: 'Planifiée',
          href: '#seances',
          etats: ['prouve'],
          date: court(planifiee),
          iso: planifiee,
          ecart: direEcart(ecartEnJours(debut, planifiee)),
          temps: 'fait',
        },
        ...deZone('avant'),
      ],
    },
    { titre: 'Pendant', arrets: pendant },
    {
      titre: 'Après',
      arrets: [
        ...deZone('apres'),
        {
          libelle: 'Clôture',
          href: '#suite',
          etats: [close ? 'prouve' : 'a-venir'],
          date: court(cloture),
          iso: cloture,
          ecart: `fin + ${delaiCloture} j`,
          temps: close ? 'fait' : 'a-venir',
        },
      ],
    },
  ]
}
