import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import type { PapierAComposer, PapiersAReunir, Reponse } from '#platform/pdf/atelier.ts'
import { fichierDesEntrees, polices, sources } from '#platform/pdf/lieux.ts'
import { parachever } from '#platform/pdf/parachever.ts'
import { reunirPdf } from '#platform/pdf/reunir.ts'

/*
 * Un ouvrier : un processus qui compose un document à la fois, ou en réunit, et que l'atelier tue s'il dépasse. Lancé tel
 * quel par Node, sans compilation. Il ne connaît ni la base, ni les clés : son environnement est vide.
 */
const moteur = NodeCompiler.create({ workspace: sources, fontArgs: [{ fontPaths: polices() }] })

/** Combien de fois chaque gabarit a été composé ici. */
const composes = new Map<string, number>()

const composer = ({ gabarit, entrees, instant }: PapierAComposer): Reponse => {
  // Un fichier en mémoire, et non les entrées du moteur : elles feraient relire la bibliothèque, et refaire ce qui n’a pas changé.
  moteur.mapShadow(fichierDesEntrees, Buffer.from(JSON.stringify(entrees)))
  const issue = moteur.compile({ mainFilePath: gabarit })
  const diagnostics = issue.takeDiagnostics()
  const messages =
    diagnostics === null ? [] : moteur.fetchDiagnostics(diagnostics).map((m) => String(m.message))
  const document = issue.result
  if (document === null) {
    const refus = messages.flatMap((m) => m.match(/^assertion failed: ([\s\S]+)$/)?.[1] ?? [])
    return refus.length > 0 ? { genre: 'refus', messages: refus } : { genre: 'panne', messages }
  }
  // Un avertissement (police inconnue…) est une faute du gabarit : mieux vaut ne rien émettre.
  if (messages.length > 0) return { genre: 'panne', messages }
  const ecrire = (pdfStandard: string) =>
    moteur.pdf(document, { pdfStandard, creationTimestamp: Math.floor(instant / 1000) })
  // PDF/A-3a ne contrôle ni le titre ni l'ordre des intertitres : on n'annonce PDF/UA-1 que s'il passe aussi. Les deux sont
  // écrits dans le gabarit, jamais dans les données : un document sur cinquante, le premier compris, en répond pour les autres.
  const rang = composes.get(gabarit) ?? 0
  if (rang % 50 === 0) ecrire('ua-1')
  composes.set(gabarit, rang + 1)
  const complements = { ua: true, ...(entrees.facturX === undefined ? {} : { facturX: 'EN 16931' as const }) }
  return { genre: 'compose', pdf: parachever(ecrire('a-3a'), complements), pages: document.numOfPages }
}

let avant = process.cpuUsage()
const repondre = (reponse: Reponse) => {
  const { user, system } = process.cpuUsage(avant)
  process.send?.({ ...reponse, memoire: process.memoryUsage.rss(), calculMs: (user + system) / 1000 })
}

process.on('message', (demande: PapierAComposer | PapiersAReunir) => {
  avant = process.cpuUsage()
  try {
    repondre(
      'pdfs' in demande
        ? { genre: 'compose', pdf: reunirPdf(demande.pdfs, demande), pages: 0 }
        : composer(demande),
    )
  } catch (erreur) {
    repondre({ genre: 'panne', messages: [erreur instanceof Error ? erreur.message : String(erreur)] })
  }
  // Garder ce qui a servi aux quatre derniers : un dossier mêle conventions, feuilles et certificats. À un seul, quatre genres mêlés demandaient
  // 65 ms de calcul chacun au lieu de 25, pour la même mémoire (mesuré) ; à dix, 24, et la moitié de plus de mémoire si les papiers sont longs.
  if ('gabarit' in demande) moteur.evictCache(4)
  ramasser()
})
/** Documents composés entre deux ramassages. */
const tournee = 32
let faits = 0
let pause: NodeJS.Timeout | undefined
/** Un document laisse un demi-Mo qui presse peu le moteur de JavaScript : sans ramasser, un ouvrier en garde quarante (mesuré). */
const ramasser = () => {
  clearTimeout(pause)
  faits += 1
  if (faits % tournee === 0) globalThis.gc?.()
  else pause = setTimeout(() => globalThis.gc?.(), 1000).unref()
}

process.on('disconnect', () => process.exit(0))
// Ctrl-C vise tout le groupe : c'est l'atelier qui décide de l'arrêt, une fois la dernière composition rendue.
process.on('SIGINT', () => {})
process.send?.({ genre: 'pret' })
