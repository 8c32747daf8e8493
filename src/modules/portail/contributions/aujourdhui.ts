import { formaterDate } from '#kernel/dates.ts'
import { de } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { identitesAViser } from '#modules/pole/index.ts'
import type { Contributions } from '#web/contributions.ts'
import { identitesUrl } from '../liens.ts'

/** À qui administre l'instance : les coopératives arrivées d'elles-mêmes, dont personne n'a encore répondu. */
export const identitesAFaire: NonNullable<Contributions['aFaire']> = async (tx, { visiteur }) =>
  visiteur.administreInstance
    ? (await identitesAViser(tx)).map((i) => ({
        href: `${identitesUrl()}#cooperative-${i.organisme}`,
        verbe: 'Viser',
        chose: `l’identité ${de(i.nom)}, arrivée par le site public`,
        detail: `Depuis le ${formaterDate(jourLocal(i.arriveeLe, ZONE_PAR_DEFAUT))}.`,
        geste: 'Voir qui elle est',
      }))
    : []
