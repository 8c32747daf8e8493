/** Ce qu’un achat du pôle attend de la coopérative : dire ce qu’elle prendrait, rejoindre ; de qui le conduit, clore et consulter. */
import { formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import type { AFaire, Contributions } from '#web/contributions.ts'
import { lireAchats, lireDemande } from '../db/achats.ts'
import { type Achat, type AttenteDAchat, attenteDAchat } from '../domain/achats.ts'
import { achatUrl } from '../liens.ts'

const dire: Readonly<Record<AttenteDAchat, (a: Achat) => Omit<AFaire, 'href'>>> = {
  dire: (a) => ({
    verbe: 'Dire',
    chose: `ce que vous prendriez, ${a.objet}`,
    detail: `${a.nomDuPole} : chaque coopérative dit son volume jusqu’au ${formaterDate(a.volumesJusquAu)}, ou 0.`,
    geste: 'Dire notre volume',
    terme: { jour: a.volumesJusquAu, fixe: 'engagement' },
  }),
  clore: (a) => ({
    verbe: 'Clore',
    chose: `les volumes, ${a.objet}`,
    detail: `${a.nomDuPole} : le jour dit est passé. Une fois clos, qui a dit un volume lit les autres, et vous consultez.`,
    geste: 'Ouvrir l’achat',
  }),
  consulter: (a) => ({
    verbe: 'Consulter',
    chose: `les fournisseurs, ${a.objet}`,
    detail: `${a.nomDuPole} : notez leurs offres ; le pôle vote, puis vous retenez l’offre qu’il a choisie.`,
    geste: 'Ouvrir l’achat',
  }),
  rejoindre: (a) => ({
    verbe: 'Rejoindre',
    chose: `ou non, ${a.objet}`,
    detail: a.rejoindreJusquAu
      ? `${a.nomDuPole} : chaque coopérative rejoint l’achat, ou non, jusqu’au ${formaterDate(a.rejoindreJusquAu)}.`
      : a.nomDuPole,
    geste: 'Lire les conditions',
    ...(a.rejoindreJusquAu ? { terme: { jour: a.rejoindreJusquAu, fixe: 'engagement' as const } } : {}),
  }),
}

export const contributionsRessources: Contributions = {
  async aFaire(tx, { visiteur, maintenant }): Promise<readonly AFaire[]> {
    if (!peutVisiteur(visiteur, 'achats.tenir')) return []
    const jour = jourLocal(maintenant, ZONE_PAR_DEFAUT)
    // D’un pôle quitté, il ne se lit que des achats finis ou conclus : aucun n’attend rien.
    const gestes: AFaire[] = []
    for (const a of await lireAchats(tx)) {
      const attend = attenteDAchat(a, jour)
      // Demandé, et l’on attend son visa : la réponse est donnée.
      const demande = attend === 'rejoindre' && visiteur.cae ? await lireDemande(tx, a.id) : undefined
      if (attend && demande?.issue !== null)
        gestes.push({ href: achatUrl({ achat: a.id }), ...dire[attend](a) })
    }
    return gestes.slice(0, 20)
  },
}
