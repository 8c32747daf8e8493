// Cinquante morts au hasard : le serveur, PostgreSQL, les deux. Le démarrage suivant sert, et chaque ligne acquittée
// est là. La graine est dite ; COFORME_GRAINE la rejoue.
import { afterAll, expect, test } from 'vitest'
import {
  dossierNeuf,
  type Ecrivain,
  hasardDe,
  lancerEcrivain,
  ranger,
  serveurDe,
  tuer,
  veilleurDe,
} from './outils.ts'

const morts = 50
const graine = Number(process.env.COFORME_GRAINE ?? Date.now() % 1_000_000_007)

const hasard = hasardDe(graine)
const parmi = <T>(choix: readonly [T, ...T[]]): T => choix[Math.floor(hasard() * choix.length)] ?? choix[0]

const dossier = dossierNeuf()
afterAll(() => {
  tuer(serveurDe(dossier)?.pid, 'SIGQUIT')
  ranger(dossier)
})

/** Pour chaque tour, la dernière ligne dite acquittée. */
const acquittees = new Map<number, number>()

const retenir = (tour: number, ecrivain: Ecrivain): void => {
  const dernier = ecrivain.lignes.findLast((ligne) => ligne.startsWith('acquitte '))
  if (dernier) acquittees.set(tour, Number(dernier.split(' ')[1]))
}

/** Ce que l'écrivain a trouvé en arrivant : sans trou, et au moins tout ce qui fut acquitté. */
const verifier = (ecrivain: Ecrivain): void => {
  const trouvees = new Map<number, number>()
  for (const ligne of ecrivain.lignes) {
    const [mot, tour, combien, dernier] = ligne.split(' ')
    if (mot !== 'trouve') continue
    expect(combien, `trou dans le tour ${tour}`).toBe(dernier)
    trouvees.set(Number(tour), Number(combien))
  }
  for (const [tour, dernier] of acquittees) {
    expect(trouvees.get(tour) ?? 0, `lignes du tour ${tour}`).toBeGreaterThanOrEqual(dernier)
  }
}

/** Le moment de la mort : pendant le démarrage (une durée, faute d'autre repère), ou après des lignes acquittées. */
const attendreLeMoment = async (ecrivain: Ecrivain): Promise<void> => {
  if (hasard() < 0.4) {
    const duree = hasard() * 350
    // Permis : mourir à un instant quelconque du démarrage est l’épreuve même, aucun fait ne le marque.
    await new Promise((fait) => setTimeout(fait, duree))
  } else {
    await ecrivain.dit(new RegExp(`^acquitte ${1 + Math.floor(hasard() * 150)}$`))
  }
}

test(`cinquante morts au hasard ne perdent aucune ligne acquittée (graine ${graine})`, async () => {
  let servis = 0
  for (let tour = 1; tour <= morts; tour++) {
    const ecrivain = lancerEcrivain(dossier, tour, false)
    const cible = parmi(['node', 'postgres', 'les deux', 'tout'])
    await attendreLeMoment(ecrivain)
    const postgres = serveurDe(dossier)?.pid
    const veilleur = postgres === undefined ? undefined : veilleurDe(postgres)
    if (cible === 'tout') tuer(veilleur)
    if (cible !== 'node') tuer(postgres)
    // PostgreSQL n’est pas encore née : c’est Node qui meurt, sinon l’écrivain écrirait sans fin.
    const servait = ecrivain.lignes.includes('sert')
    if (cible !== 'postgres' || postgres === undefined) tuer(ecrivain.processus.pid)
    else if (!servait) {
      // Tuée en plein démarrage, PostgreSQL est relancée par Node, qui sert : il meurt alors à son tour.
      await Promise.race([ecrivain.fin, ecrivain.dit(/^acquitte 1$/).catch(() => undefined)])
      tuer(ecrivain.processus.pid)
    }
    const { code, signal } = await ecrivain.fin
    expect(signal ?? code, ecrivain.lignes.at(-1)).not.toBe(1)
    if (ecrivain.lignes.includes('sert')) {
      servis++
      verifier(ecrivain)
    }
    retenir(tour, ecrivain)
  }
  const dernier = lancerEcrivain(dossier, morts + 1, false)
  await dernier.dit(/^acquitte 1$/)
  verifier(dernier)
  tuer(dernier.processus.pid, 'SIGTERM')
  expect(await dernier.fin).toEqual({ code: 0, signal: null })
  expect(serveurDe(dossier)).toBeUndefined()
  expect(servis).toBeGreaterThan(morts / 4)
})
