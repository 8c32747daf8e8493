/** La configuration lue et vérifiée au démarrage (`contracts.md`). Aucun module ne lit `process.env`. */
export type Config = {
  readonly port: number
  readonly host: string
  /** Dossier de la base embarquée, des clés et de la boîte de démonstration. Chemin absolu. */
  readonly donnees: string
  /** Une PostgreSQL extérieure ; absente, la base embarquée démarre. */
  readonly databaseUrl?: string
  readonly demo: boolean
  /** Origine publique sans barre finale : `https://coforme.exemple.fr`. */
  readonly origine: string
  readonly mandataires: readonly string[]
  readonly cles?: string
  readonly smtpUrl?: string
  readonly s3?: {
    readonly endpoint: string
    readonly bucket: string
    readonly key: string
    readonly secret: string
  }
  /** Où écoute clamd, l’antivirus de l’instance : un chemin de socket, ou un hôte et un port. */
  readonly clamd?: { readonly path: string } | { readonly host: string; readonly port: number }
  /** Une machine d’environ un Go : moins de connexions, un seul ouvrier de papiers, une part jeune du tas plus étroite. */
  readonly petite: boolean
  /** Connexions par processus ; par défaut 3 jusqu’à deux cœurs ou sur une petite machine, 2 par cœur au-delà. */
  readonly pool: number
  /** Vrai : ce serveur mène aussi les tâches de fond. Faux : un `main.worker` à part s'en charge. */
  readonly travailleur: boolean
  /** Où l'ouvrier seul dit sa santé ; absent, il n'écoute pas. */
  readonly portTravailleur?: number
  /** Le jeton qui ouvre `/metriques` à une autre machine ; 16 signes au moins. */
  readonly jetonMetriques?: string
  /** À qui dire une faille : `mailto:` ou `https:`, pour security.txt ; absent, la page des mentions légales. */
  readonly contactSecurite?: string
  readonly version: string
}
