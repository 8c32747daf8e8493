/** Le plus petit PDF d’une page qui s’ouvre. `plus` : des objets de plus, à partir du numéro 4 ; `catalogue` : ce que son catalogue dit en plus. */
export const pdfDEssai = (plus = '', catalogue = ''): string => {
  const corps = `%PDF-1.7
1 0 obj<</Type/Catalog/Pages 2 0 R${catalogue}>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
${plus}
`
  return `${corps}trailer<</Root 1 0 R>>
%%EOF
`
}
