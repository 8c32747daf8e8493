import type { Hono } from 'hono'
import { ajouterJours } from '#kernel/dates.ts'
import { heureLocale, instantDe, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { Env } from '#web/env.ts'
import { atelierDesSavoirs } from './atelier-des-savoirs.ts'
import type { OrganismeDemo } from './comptes.ts'
import type { Scene } from './gestes.ts'
import { laFabriqueDuLien } from './la-fabrique-du-lien.ts'
import { langueEtLien } from './langue-et-lien.ts'
import { lesTisserands } from './les-tisserands.ts'
import { numerikCommun } from './numerik-commun.ts'
import { devantUnAppareil, entrer, type Personne } from './rejouer.ts'
import { terreDAppui } from './terre-d-appui.ts'

/** Ce que raconte chaque coopérative, par son code. */
const recits: Readonly<Record<string, (s: Scene) => Promise<void>>> = {
  'langue-et-lien': langueEtLien,
  'les-tisserands': lesTisserands,
  'terre-d-appui': terreDAppui,
  'atelier-des-savoirs': atelierDesSavoirs,
  'la-fabrique-du-lien': laFabriqueDuLien,
  'numerik-commun': numerikCommun,
}

const neufHeures = 9 * 60

/** Une horloge que les récits déplacent : une convention d'il y a trois semaines porte sa date. */
export type HorlogeDemo = { readonly now: () => Date; regler(instant: Date): void }
export const horlogeDemo = (depart: Date): HorlogeDemo => {
  let instant = depart
  return {
    now: () => new Date(instant),
    regler: (voulu) => {
      instant = voulu
    },
  }
}

export const jouerParcours = async (
  app: Hono<Env>,
  origine: string,
  o: OrganismeDemo,
  horloge: HorlogeDemo,
  comptes: ReadonlyMap<string, string>,
): Promise<void> => {
  const recit = recits[o.code]
  if (!recit) return
  const maintenant = horloge.now()
  const { date: jour, minute: heure } = heureLocale(maintenant, ZONE_PAR_DEFAUT)
  const entrees = new Map<string, Promise<Personne>>()
  const compte = (nom: string): string => {
    const id = comptes.get(nom)
    if (!id) throw new Error(`La démonstration ne connaît pas ${nom}.`)
    return id
  }
  const entrerSous = (nom: string): Promise<Personne> => {
    const membre = o.membres.find((m) => `${m.prenom} ${m.nom}` === nom)
    if (!membre) throw new Error(`${nom} n’a pas de compte de démonstration.`)
    return entrer(app, origine, membre.courriel)
  }
  try {
    await recit({
      jour,
      heure,
      aller: (ecart, minutes = neufHeures, secondes = 0) => {
        const { instant } = instantDe(ajouterJours(jour, ecart), minutes, ZONE_PAR_DEFAUT)
        horloge.regler(new Date(instant.getTime() + secondes * 1000))
      },
      maintenant: () => horloge.regler(maintenant),
      compte,
      entrer: (nom) => {
        const deja = entrees.get(nom) ?? entrerSous(nom)
        entrees.set(nom, deja)
        return deja
      },
      sortir: (nom) => {
        entrees.delete(nom)
      },
      appareil: () => devantUnAppareil(app, origine),
    })
  } finally {
    horloge.regler(maintenant)
  }
}
