/** « Firefox sur Linux » : de quoi reconnaître son appareil, sans plus. */
export const nommerAppareil = (agent: string): string => {
  const trouve = (noms: readonly [RegExp, string][], sinon: string) =>
    noms.find(([m]) => m.test(agent))?.[1] ?? sinon
  const navigateur = trouve(
    [
      [/Firefox\//, 'Firefox'],
      [/Edg\//, 'Edge'],
      [/Chrome\//, 'Chrome'],
      [/Safari\//, 'Safari'],
    ],
    'Un navigateur',
  )
  const systeme = trouve(
    [
      [/Android/, 'Android'],
      [/iPhone|iPad/, 'iOS'],
      [/Windows/, 'Windows'],
      [/Mac OS X/, 'macOS'],
      [/Linux/, 'Linux'],
    ],
    'un appareil',
  )
  return `${navigateur} sur ${systeme}`
}
