import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { normaliserMotDePasse } from '../domain/mot-de-passe.ts'
import type { Ports } from '../domain/ports.ts'
import { parAdresse, parCompte } from '../domain/ralentir.ts'
import { prendreEssai } from './essayer.ts'

export type Identification = {
  readonly courriel: string
  readonly motDePasse: string
  /** L'adresse réseau ; elle ne sort pas d'ici en clair. */
  readonly adresse: string
  readonly agent: string
  readonly retenue: boolean
}

export type RefusConnexion = Refus<'identifiants' | 'trop-d-essais'>
export type SessionDeCompte = { readonly jeton: string; readonly etat: 'ouverte' | 'second-facteur' }

const essayer =
  (ports: Ports) =>
  async (qui: Identification): Promise<Result<SessionDeCompte, RefusConnexion>> => {
    const cleCompte = ports.cleDEchec('compte', qui.courriel)
    const cleAdresse = ports.cleDEchec('adresse', qui.adresse)
    const parLAdresse = await prendreEssai(ports, cleAdresse, parAdresse)
    if (!parLAdresse.ok) return parLAdresse
    const parLeCompte = await prendreEssai(ports, cleCompte, parCompte)
    if (!parLeCompte.ok) return parLeCompte

    const sel = await ports.portes.sel(qui.courriel)
    const derivee = await ports.deriver(normaliserMotDePasse(qui.motDePasse), sel)
    const { jeton, empreinte } = ports.nouveauJeton()
    const etat = await ports.portes.connecter(qui.courriel, derivee, empreinte, qui.agent, qui.retenue)
    if (!etat)
      return refuser(
        'identifiants',
        'Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez-les, ou demandez un lien pour choisir un autre mot de passe.',
      )
    await ports.portes.noterEchecs(cleCompte, 0)
    await ports.portes.noterEchecs(cleAdresse, parLAdresse.value - 1)
    return ok({ jeton, etat })
  }

/** Le même travail et la même phrase, que le compte existe ou non : argon2id se calcule dans les deux cas. */
export const connecter =
  (ports: Ports) =>
  async (qui: Identification): Promise<Result<SessionDeCompte, RefusConnexion>> => {
    const entree = await essayer(ports)(qui)
    ports.noter('mot-de-passe', entree.ok ? entree.value.etat : entree.error.code, qui.courriel)
    return entree
  }

/** Le témoin à poser à la place de l’ancien, qui n’ouvre plus rien. */
export type TemoinNeuf = { readonly jeton: string; readonly retenue: boolean }

/** Après une preuve nouvelle, la session change de secret : qui avait l’ancien reste dehors. */
export const tournerJeton = async (ports: Ports, ancien: string): Promise<TemoinNeuf | undefined> => {
  const { jeton, empreinte } = ports.nouveauJeton()
  const retenue = await ports.portes.tournerJeton(ports.empreinteDe(ancien), empreinte)
  return retenue === null ? undefined : { jeton, retenue }
}

export const deconnecter = (ports: Ports) => (jeton: string) => ports.portes.fermer(ports.empreinteDe(jeton))

/** Retient ce navigateur (le secret d’un témoin qui n’ouvre rien) ; faux : il est neuf, un courriel part. */
export const reconnaitreAppareil = (ports: Ports) => (jeton: string, appareil: string) =>
  ports.portes.reconnaitreAppareil(ports.empreinteDe(jeton), ports.empreinteDe(appareil))
