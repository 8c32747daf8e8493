/** Du côté du fil : rendre un résumé et ses éléments, un lot après l’autre, quand les pages demandent la suite. */
import { type MessagePort, parentPort } from 'node:worker_threads'
import type { Message } from './lire-a-part.ts'

/** `parLot` : moins, quand chaque élément pèse. */
export const rendreParLots = <R, E>(fin: R, elements: readonly E[] = [], parLot = 500): void => {
  const port: MessagePort | null = parentPort
  if (!port) return
  let rang = 0
  const suivant = (): void => {
    const m: Message<R, E> = rang < elements.length ? { lot: elements.slice(rang, rang + parLot) } : { fin }
    rang += parLot
    port.postMessage(m)
    if ('fin' in m) port.close()
  }
  port.on('message', suivant)
  suivant()
}
