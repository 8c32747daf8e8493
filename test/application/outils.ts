// L'application construite, vue de dehors : ce qu'on lance, ce qu'elle répond, ce qu'elle dit.
import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, vi } from 'vitest'
import { construire } from '../../tools/construire.ts'
import { dossierNeuf, ecouter, type Lance, ranger, serveurDe, surUnPort, tuer } from '../pannes/outils.ts'

export type { Lance } from '../pannes/outils.ts'

const racine = resolve(import.meta.dirname, '..', '..')

/** Ni npm, ni l'instance de qui développe : rien de son environnement n'entre dans l'essai. */
export const envPropre = Object.fromEntries(
  Object.entries(process.env).filter(
    ([nom]) =>
      !/^(npm_|COFORME_|PORT$|HOST$|DATABASE_URL$|SMTP_URL$|S3_|NODE_OPTIONS$|VITEST|INIT_CWD$)/.test(nom),
  ),
)

let construit: Promise<string> | undefined

/** Lance un programme de la construction : `main.web`, `main.worker` ou `main.cli`. */
export const lancer = async (
  programme: 'main.web' | 'main.worker' | 'main.cli',
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<Lance> => {
  construit ??= construire({ racine })
  const dossier = await construit
  const processus = spawn(process.execPath, [join(dossier, `${programme}.js`), ...args], {
    cwd: racine,
    env: { ...envPropre, COFORME_CONSTRUIT: dossier, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return ecouter(processus)
}

/** Ce qu'une commande rend, une fois finie. */
export const commander = async (env: Readonly<Record<string, string>>, ...args: readonly string[]) => {
  const lance = await lancer('main.cli', env, args)
  return { code: await lance.fin, ...lance.vu }
}

export type Serveur = Lance & { readonly origine: string }

export const demarrer = async (env: Readonly<Record<string, string>>): Promise<Serveur> => {
  const { lance, port } = await surUnPort((PORT) => lancer('main.web', { ...env, PORT }))
  return { ...lance, origine: `http://localhost:${port}` }
}

/** Un navigateur réduit à ses témoins. `base` change de serveur, comme un mandataire qui répartit. */
export const visiter = () => {
  const temoins = new Map<string, string>()
  const garder = (reponse: Response) => {
    for (const ligne of reponse.headers.getSetCookie()) {
      const [paire = ''] = ligne.split(';')
      const [nom = '', valeur = ''] = paire.split('=')
      if (/max-age=0/i.test(ligne) || valeur === '') temoins.delete(nom)
      else temoins.set(nom, valeur)
    }
    return reponse
  }
  const entetes = () => ({ cookie: [...temoins].map(([nom, valeur]) => `${nom}=${valeur}`).join('; ') })
  return {
    lire: async (base: string, chemin: string) =>
      garder(await fetch(`${base}${chemin}`, { headers: entetes(), redirect: 'manual' })),
    envoyer: async (base: string, chemin: string, champs: Readonly<Record<string, string>>) =>
      garder(
        await fetch(`${base}${chemin}`, {
          method: 'POST',
          headers: { ...entetes(), origin: base },
          body: new URLSearchParams(champs),
          redirect: 'manual',
        }),
      ),
  }
}

/** Un dossier de données à soi ; `defaire` l'efface avec sa base, et ne laisse rien tourner. */
export const donneesNeuves = () => {
  const dossier = dossierNeuf()
  return {
    dossier,
    async defaire() {
      tuer(serveurDe(dossier)?.pid, 'SIGQUIT')
      await vi.waitFor(() => expect(serveurDe(dossier)).toBeUndefined(), { timeout: 120_000 })
      ranger(dossier)
    },
  }
}

export const dossierTemporaire = () => mkdtempSync(join(tmpdir(), 'coforme-application-'))

export const arreter = async (...lances: readonly Lance[]): Promise<void> => {
  for (const { pid } of lances) tuer(pid, 'SIGTERM')
  await Promise.all(lances.map((l) => l.fin))
}
