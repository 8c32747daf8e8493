import { join } from 'node:path'
import { listerFichiers } from '../tools/fichiers.ts'
import { lireCouches } from '../tools/verifications/couches.ts'
import { mesurer } from './mesurer.ts'

const racine = join(import.meta.dirname, '..')

// Le crochet d’envoi passe par là : lire les couches doit rester de l’ordre du parcours du disque.
const disque = await mesurer('parcourir le dépôt', () => listerFichiers(racine))
await mesurer('lire les couches', () => lireCouches(racine), { dureeMs: 2000, reference: disque })
