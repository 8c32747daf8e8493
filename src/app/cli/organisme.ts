import { lireSiret } from '#kernel/identifiants.ts'
import { fonder } from '#modules/comptes/index.ts'
import { appelFautif, type Commande, lireOptions } from './commande.ts'

const formes = ['scop', 'scic', 'cooperative', 'association', 'autre'] as const
const societes = ['SARL', 'SA', 'SAS'] as const

const creer: Commande = {
  nom: 'organisme creer',
  usage:
    'organisme creer --nom NOM --siret SIRET --courriel ADRESSE [--prenom PRENOM] [--nom-personne NOM] [--forme scop|scic|cooperative|association|autre] [--societe SARL|SA|SAS] [--cae] [--json]',
  aide: 'crée un organisme et invite sa première personne, par un lien montré une seule fois',
  base: true,
  async run(args, contexte) {
    const lu = lireOptions(args, {
      valeurs: ['nom', 'siret', 'courriel', 'prenom', 'nom-personne', 'forme', 'societe'],
      drapeaux: ['cae', 'json'],
    })
    const lire = (nom: string) => lu?.valeurs.get(nom)?.trim() ?? ''
    const [nom, courriel] = [lire('nom'), lire('courriel').toLowerCase()]
    if (!lu || lu.reste.length > 0 || nom.length < 2 || courriel === '')
      return appelFautif(contexte, creer.usage)
    if (!/^[^\s@]+@[^\s@]+$/.test(courriel))
      return appelFautif(contexte, creer.usage, '--courriel\u00a0: cette adresse ne se lit pas.')
    const siret = lireSiret(lire('siret'))
    if (!siret.ok) return appelFautif(contexte, creer.usage, `--siret\u00a0: ${siret.error.phrase}`)
    const forme = formes.find((f) => f === (lire('forme') || 'scop'))
    if (!forme) return appelFautif(contexte, creer.usage, '--forme\u00a0: cette forme n’est pas connue.')
    const cooperative = forme === 'scop' || forme === 'scic' || forme === 'cooperative'
    const societe = societes.find((s) => s === (lire('societe') || (cooperative ? 'SARL' : '')))
    if (lire('societe') !== '' && !societe)
      return appelFautif(contexte, creer.usage, '--societe\u00a0: SARL, SA ou SAS.')
    const { fond } = await contexte.instance()
    const fonde = await fonder(fond, {
      nom,
      courriel,
      siret: siret.value,
      forme,
      societe,
      cae: lu.drapeaux.has('cae'),
      prenom: lire('prenom'),
      nomPersonne: lire('nom-personne') || (courriel.split('@')[0] ?? courriel),
    })
    contexte.stdout(
      lu.drapeaux.has('json')
        ? `${JSON.stringify(fonde)}\n`
        : `Organisme ${fonde.code} créé. Invitation de ${courriel}, valable sept jours, montrée une seule fois\u00a0:\n${fonde.lien}\n`,
    )
    return 0
  },
}

export const commandesOrganisme: readonly Commande[] = [creer]
