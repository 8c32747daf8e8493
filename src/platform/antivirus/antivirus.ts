/** L’antivirus de qui tient la machine, s’il en a un : chaque fichier reçu lui passe avant d’être gardé. */
export type Antivirus = {
  /** `muet` : il n’a pas répondu, ou pas su dire ; le fichier ne se garde pas. */
  examiner(octets: Uint8Array): Promise<'sain' | 'infecte' | 'muet'>
}
