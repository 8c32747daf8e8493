import { dateCivile } from '#kernel/dates.ts'
import { instantDe } from '#kernel/zones.ts'
import { fixedClock } from '#platform/clock/clock.ts'
import { motDePasseDemo } from '../demo/comptes.ts'
import { chargerDemonstration } from '../demo/demo.ts'
import { comptesDeDemonstration } from '../demo/presents.ts'
import { appelFautif, type Commande, lireOptions } from './commande.ts'

const neufHeures = 9 * 60

const comptes: Commande = {
  nom: 'demo comptes',
  usage: 'demo comptes [--json]',
  aide: 'montre les comptes de démonstration que la base porte',
  base: true,
  async run(args, contexte) {
    const lu = lireOptions(args, { drapeaux: ['json'] })
    if (!lu || lu.reste.length > 0) return appelFautif(contexte, comptes.usage)
    const liste = (await comptesDeDemonstration(await contexte.instance())).map(
      ({ courriel, organisme, role }) => ({ courriel, organisme, role }),
    )
    if (lu.drapeaux.has('json')) contexte.stdout(`${JSON.stringify(liste)}\n`)
    else for (const c of liste) contexte.stdout(`${c.courriel}\t${c.organisme}\t${c.role}\n`)
    if (liste.length > 0) {
      if (!lu.drapeaux.has('json')) contexte.stderr(`Mot de passe de tous\u00a0: ${motDePasseDemo}\n`)
      return 0
    }
    contexte.stderr(
      'Cette base ne porte aucun compte de démonstration. Pour les créer\u00a0: demo charger.\n',
    )
    return 1
  },
}

const charger: Commande = {
  nom: 'demo charger',
  usage: 'demo charger [--date AAAA-MM-JJ]',
  aide: 'charge la démonstration sur une base vide, comme si l’on était ce jour-là',
  base: true,
  async run(args, contexte) {
    const lu = lireOptions(args, { valeurs: ['date'] })
    if (!lu || lu.reste.length > 0) return appelFautif(contexte, charger.usage)
    const texte = lu.valeurs.get('date')
    const jour = texte === undefined ? undefined : dateCivile(texte)
    if (texte !== undefined && !jour)
      return appelFautif(contexte, charger.usage, `--date\u00a0: ${texte} n’est pas un jour du calendrier.`)
    const instance = await contexte.instance()
    if (!instance.services.config.demo) {
      contexte.stderr('COFORME_DEMO=non\u00a0: cette instance n’est pas une démonstration.\n')
      return 1
    }
    const clock = jour ? fixedClock(instantDe(jour, neufHeures, 'Europe/Paris').instant) : instance.fond.clock
    const fait = await chargerDemonstration({
      ...instance,
      services: { ...instance.services, clock },
      fond: { ...instance.fond, clock },
    })
    if (!fait && (await comptesDeDemonstration(instance)).length === 0) {
      contexte.stderr('La base n’est pas vide\u00a0: la démonstration ne s’y ajoute pas.\n')
      return 1
    }
    contexte.stderr(fait ? 'La démonstration est chargée.\n' : 'La démonstration était déjà chargée.\n')
    return 0
  },
}

export const commandesDemo: readonly Commande[] = [comptes, charger]
