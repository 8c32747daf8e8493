export const portees: readonly ['tout', 'production']
export function empreinteInstallation(racine: string, plateforme?: string): string
export function installationSuffit(
  racine: string,
  portee: 'tout' | 'production',
): 'suffit' | 'manque' | 'tout' | 'production'
export function environnementNpm(env: Readonly<Record<string, string | undefined>>): Record<string, string>
