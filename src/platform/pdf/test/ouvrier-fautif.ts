import type { PapierAComposer, Reponse } from '#platform/pdf/atelier.ts'

// Un ouvrier qui fait ce que son gabarit lui dit : répondre, tourner sans fin, dormir, gonfler, mourir.
const repondre = (r: Reponse, memoire = 0, calculMs?: number) => {
  process.send?.({ ...r, memoire, calculMs })
}
process.on('message', ({ gabarit }: PapierAComposer) => {
  if (gabarit === 'boucle') for (;;);
  if (gabarit === 'gonfle') {
    const tout: Buffer[] = []
    // Borné : si l'atelier ne le tuait pas, il rendrait la main et l'essai échouerait.
    while (tout.length < 60) tout.push(Buffer.alloc(10_000_000, 1))
    for (;;);
  }
  if (gabarit === 'dort') return
  if (gabarit === 'meurt') process.exit(1)
  if (gabarit === 'refus') return repondre({ genre: 'refus', messages: ['refusé'] }, 0, 1)
  repondre(
    { genre: 'compose', pdf: Buffer.from(`${gabarit} ${process.pid}`), pages: 1 },
    gabarit === 'gras' ? 1e12 : 0,
    gabarit === 'court' ? 1 : undefined,
  )
})
process.on('disconnect', () => process.exit(0))
process.send?.({ genre: 'pret' })
