import { direEcart, ecartEnJours, formaterDate } from '#kernel/dates.ts'
import { jourLocal } from '#kernel/zones.ts'
import { Timeline } from '#web/components.tsx'
import type { Ecrit } from '../domain/ecrits.ts'
import { type Arret, friseDuDossier } from '../domain/frise.ts'
import type { Groupement } from '../domain/groupement.ts'
import { depotUrl, piecesUrl, suiteUrl } from '../liens.ts'

const noms = {
  constitue: 'Constitué',
  reglement: 'Règlement lu',
  gel: 'Gel',
  depot: 'Dépôt',
  limite: 'Date limite',
  reponse: 'Réponse de l’acheteur',
  signe: 'Marché signé',
} as const satisfies Record<Arret['code'], string>
const titres = { avant: 'Se grouper', pendant: 'Répondre', apres: 'Ensuite' } as const

/** La ligne d’un dossier, du groupement au marché signé. La suite n’a sa page qu’une fois constitué. */
export const Frise = ({ g, ecrits, le }: { g: Groupement; ecrits: readonly Ecrit[]; le: Date }) => {
  const aujourdhui = jourLocal(le, g.zone)
  const limite = jourLocal(g.limite, g.zone)
  const pages: Record<Arret['code'], string> = {
    constitue: '#convention',
    reglement: piecesUrl({ groupement: g.id }),
    gel: piecesUrl({ groupement: g.id }),
    depot: depotUrl({ groupement: g.id }),
    limite: depotUrl({ groupement: g.id }),
    reponse:
      g.etat === 'constitue' && g.limite <= le
        ? suiteUrl({ groupement: g.id })
        : depotUrl({ groupement: g.id }),
    signe: suiteUrl({ groupement: g.id }),
  }
  const arrets = friseDuDossier(g, ecrits, le)
  return (
    <Timeline
      titre="La ligne du dossier"
      id="ligne"
      zones={(['avant', 'pendant', 'apres'] as const).map((zone) => ({
        titre: titres[zone],
        arrets: arrets
          .filter((a) => a.zone === zone)
          .map((a) => ({
            libelle: noms[a.code],
            href: pages[a.code],
            etats: [a.fait ? 'prouve' : 'a-venir'] as const,
            date: a.jour === null ? 'à faire' : formaterDate(a.jour, 'court'),
            iso: a.jour ?? '',
            ...(a.jour === null ? {} : { ecart: direEcart(ecartEnJours(limite, a.jour)) }),
            temps: a.fait ? 'fait' : a.jour === aujourdhui ? 'ici' : 'a-venir',
          })),
      }))}
    />
  )
}
