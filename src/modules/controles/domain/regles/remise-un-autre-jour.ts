import { compter, enumerer } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { direJour, direSeance, signees } from '../lire.ts'
import { direPourquoi, type Regle } from '../regle.ts'

/**
 * Sans réseau, l’heure n’a pas d’autre source que l’appareil : qui le garde coupé depuis avant la demi-journée peut y signer jusqu’à sa
 * remise (`docs/registre.md`, « Qui peut encore quoi »). Remise le jour même, rien ne s’en dit ; un autre jour, une personne en juge.
 */
export const remiseUnAutreJour: Regle = {
  code: 'remise-un-autre-jour',
  titre: 'Signatures sans réseau, remises un autre jour',
  source: {
    texte:
      'signature à chaque demi-journée (CAA Nantes, 20 avril 2021) ; juger de la remise est un choix du produit',
    marque: 'deduit',
  },
  gravite: 'a-juger',
  qui: 'formateur',
  remede: direPourquoi,
  examiner: (d) => {
    const tardives = signees(d).flatMap((x) => {
      const remise = x.c.remiseLe ? jourLocal(x.c.remiseLe, d.session.zone) : undefined
      return remise && remise !== x.s.jour ? [{ ...x, remise }] : []
    })
    // Un appareil rapporte plusieurs demi-journées d’un coup : c’est une cause, un constat.
    return [...Map.groupBy(tardives, (x) => `${x.c.appareil}:${x.remise}`)].flatMap(([cle, siennes]) => {
      const [premiere] = siennes
      if (!premiere) return []
      const seances = d.seances.filter((s) => siennes.some((x) => x.s === s))
      return [
        {
          cle,
          phrase: `${compter(siennes.length, 'signature faite', { pluriel: 'signatures faites' })} sans réseau sur un même appareil, arrivées le ${direJour(premiere.remise)} : ${enumerer(seances.map(direSeance))}.`,
          ou: { genre: 'seance', id: premiere.s.id } as const,
        },
      ]
    })
  },
}
